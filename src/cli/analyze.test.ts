/**
 * The command `analyze` as its users run it: reports, output files that exist, wrong paths, interruptions.
 */
import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { existsSync, linkSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync, zipSync } from 'fflate'
import { packageBytes } from '../synthetic-package/write-package.ts'
import { command, createDataDir, removeDataDir, runCommand } from '../tests/support/servers/server-process.ts'

test('a report needs no file, but can be combined with one', async () => {
  const { archive, record } = await packageBytes({
    seed: 2,
    messages: 50,
    events: 100,
    endDate: '2025-06-01',
  })
  const folder = createDataDir()
  await Bun.write(`${folder}/package.zip`, archive)

  const text = await runCommand(['analyze', `${folder}/package.zip`, '--report'])
  expect(text.exitCode).toBe(0)
  expect(text.stdout).toContain('Coverage')
  expect(text.stdout).toContain(record.owner!.id)
  expect(readdirSync(folder)).toEqual(['package.zip'])

  const both = await runCommand([
    ...['analyze', `${folder}/package.zip`, '--format', 'json', '-o', `${folder}/out.sqlite`],
  ])
  expect(JSON.parse(both.stdout).totals.messages).toBe(record.messages.total)
  expect(both.stderr).toContain('wrote')
  expect(readdirSync(folder).sort()).toEqual(['out.sqlite', 'package.zip'])
  removeDataDir(folder)
})

test('a package that is large enough for two threads has the same counts as without its last files', async () => {
  const { archive } = await packageBytes({ seed: 8, messages: 60, events: 800, countedShare: 0.8 })
  // 150 MiB of lines that count nothing.
  const line = `{"event_type":"not_counted","timestamp":"\\"2026-01-02T03:04:05.678Z\\"","text":"${'x'.repeat(9_000)}"}\n`
  const bytes = new TextEncoder().encode(line.repeat(5_700))
  const last = Object.fromEntries(
    [7, 8, 9].map((n) => [`Activity/tns/events-2026-0000${n}-of-00009.json`, bytes]),
  )
  const folder = createDataDir()
  await Bun.write(`${folder}/small.zip`, archive)
  await Bun.write(`${folder}/large.zip`, zipSync({ ...unzipSync(archive), ...last }, { level: 1 }))
  const rows = async (name: string) => {
    const { exitCode } = await runCommand([
      'analyze',
      `${folder}/${name}.zip`,
      '-o',
      `${folder}/${name}.sqlite`,
    ])
    expect(exitCode).toBe(0)
    using database = new Database(`${folder}/${name}.sqlite`, { readonly: true })
    return ['activity', 'sessions', 'voice_sessions', 'dm_channels_data'].map((table) =>
      database.query(`SELECT * FROM ${table}`).all(),
    )
  }
  const [small, large] = [await rows('small'), await rows('large')]
  expect(small[0]!.length).toBeGreaterThan(100)
  expect(large).toEqual(small)
  removeDataDir(folder)
})

test.each(['analyze package.zip --report --format xml', 'analyze --report'])(
  'wrong usage: %s',
  async (line) => {
    const { exitCode, stderr, stdout } = await runCommand(line.split(' '))
    expect(exitCode).toBe(2)
    expect(stderr).toContain('--help')
    expect(stdout).toBe('')
  },
)

test('an unreadable package has no report', async () => {
  const folder = createDataDir()
  await Bun.write(`${folder}/bad.zip`, 'PK?')
  const { exitCode, stdout } = await runCommand(['analyze', `${folder}/bad.zip`, '--report'])
  expect([exitCode, stdout]).toEqual([1, ''])
  removeDataDir(folder)
})

describe('existing files', () => {
  let folder: string
  let archive: Uint8Array<ArrayBuffer>
  beforeAll(async () => {
    folder = createDataDir()
    archive = (await packageBytes({ seed: 3, messages: 20, events: 20 })).archive as Uint8Array<ArrayBuffer>
  })
  afterAll(() => removeDataDir(folder))
  const inside = (name: string) => join(folder, name)
  const analyze = (...args: string[]) => runCommand(['analyze', inside('package.zip'), ...args])

  test('the package is never overwritten, under any name', async () => {
    await Bun.write(inside('package.zip'), archive)
    symlinkSync('package.zip', inside('link.zip'))
    linkSync(inside('package.zip'), inside('twin.zip'))
    mkdirSync(inside('sub'))
    const names = ['package.zip', 'link.zip', 'twin.zip', './sub/../package.zip']
    const answers = await Promise.all(names.map((name) => analyze('-o', `${folder}/${name}`, '--force')))
    for (const { exitCode, stderr } of answers) {
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining('is the package itself')])
    }
    expect(await Bun.file(inside('package.zip')).bytes()).toEqual(archive)
    expect(readdirSync(folder).sort()).toEqual(['link.zip', 'package.zip', 'sub', 'twin.zip'])
  }, 60_000)

  test('another file is replaced only with --force, an older result or an empty file always', async () => {
    await Bun.write(inside('letter.txt'), 'dear reader')
    const refused = await analyze('-o', inside('letter.txt'))
    expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining('--force')])
    expect(await Bun.file(inside('letter.txt')).text()).toBe('dear reader')
    expect((await analyze('-o', inside('letter.txt'), '--force')).exitCode).toBe(0)
    const result = await Bun.file(inside('letter.txt')).bytes()
    expect((await analyze('-o', inside('letter.txt'))).exitCode).toBe(0)
    expect(await Bun.file(inside('letter.txt')).bytes()).toEqual(result)
    await Bun.write(inside('empty.sqlite'), '')
    expect((await analyze('-o', inside('empty.sqlite'))).exitCode).toBe(0)
    using other = new Database(inside('other.sqlite'))
    other.run('CREATE TABLE activity (x)')
    expect((await analyze('-o', inside('other.sqlite'))).exitCode).toBe(2)
  }, 60_000)

  test('- is standard output, which contains only the database', async () => {
    await analyze('-o', inside('same.sqlite'))
    const child = Bun.spawn([...command, 'analyze', inside('package.zip'), '-o', '-'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    expect(await new Response(child.stdout).bytes()).toEqual(await Bun.file(inside('same.sqlite')).bytes())
    expect(await child.exited).toBe(0)
    expect((await analyze('-o', '-', '--report')).exitCode).toBe(2)
  })

  test.each([
    ['a folder that is not there', 'no/where.sqlite', 2, 'there is no such file or folder'],
    ['a folder', '', 2, 'not a regular file'],
    ['a device without room', '/dev/full', 2, 'not a regular file'],
  ])('-o names %s', async (_, name, code, sentence) => {
    const { exitCode, stderr } = await analyze('-o', name.startsWith('/') ? name : `${folder}/${name}`)
    expect([exitCode, stderr]).toEqual([code, expect.stringContaining(sentence)])
  })

  test('a missing package is named in a sentence', async () => {
    const { exitCode, stderr } = await runCommand(['analyze', inside('nothing.zip'), '--report'])
    expect([exitCode, stderr]).toEqual([
      2,
      `cannot read ${inside('nothing.zip')}: there is no such file or folder\n`,
    ])
  })

  test('a result that exceeds the limit on file sizes is a failure, and leaves nothing behind', async () => {
    if (process.platform !== 'linux') return
    // With this limit, files may have no content. The error differs from that of a full disk, but is handled
    // in the same way.
    const limited = `ulimit -f 0; exec "$@"`
    const child = Bun.spawn(
      ['sh', '-c', limited, 'sh', ...command, 'analyze', inside('package.zip'), '-o', inside('small.sqlite')],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    )
    expect(await new Response(child.stderr).text()).toContain('the file would exceed the size limit')
    expect(await child.exited).toBe(1)
    expect(readdirSync(folder).filter((name) => name.startsWith('small'))).toEqual([])
  })

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'interrupted by %s, it leaves nothing behind',
    async (signal) => {
      const path = inside('large.zip')
      if (!existsSync(path)) {
        const large = await packageBytes({ seed: 4, messages: 1000, events: 100_000 })
        await Bun.write(path, large.archive as Uint8Array<ArrayBuffer>)
      }
      const child = Bun.spawn([...command, 'analyze', path, '-o', inside('cut.sqlite')], {
        stdio: ['ignore', 'ignore', 'ignore'],
      })
      while (!readdirSync(folder).some((name) => name.startsWith('cut.sqlite.partial'))) await Bun.sleep(1)
      child.kill(signal)
      await child.exited
      expect(child.signalCode).toBe(signal)
      expect(readdirSync(folder).filter((name) => name.startsWith('cut'))).toEqual([])
    },
  )
})
