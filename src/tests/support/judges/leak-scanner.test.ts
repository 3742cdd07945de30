/** Tests the detectors of leaks: each finds the leaks that a test makes on purpose. */
import { afterAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Database } from 'bun:sqlite'
import { statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync, gzipSync } from 'node:zlib'
import { freshDatabase } from '../servers/database.ts'
import { randomKey } from '../fakes/fake-discord.ts'
import { type CleanFiles, leaksInFolder } from './folder-scanner.ts'
import { leaksIn, leaksInProcess, processesOf, secretOf } from './leak-scanner.ts'
import { lyingZip } from '../hostile/lying-zip-writer.ts'
import { createDataDir, removeDataDir } from '../servers/server-process.ts'
import { tapWrites, writesOf } from './write-tap.ts'

setDefaultTimeout(60_000)

const key = randomKey(77)
const link = `https://click.discord.com/ls/click?upn=${key}`
const canary = 'zanzibar-pelican-4471'
const secrets = [secretOf('the KEY', key), secretOf('the canary', canary)]
const folder = createDataDir()
afterAll(() => removeDataDir(folder))

const fillerBefore = Buffer.alloc(1001, 'before ')
const fillerAfter = Buffer.alloc(999, ' after')
const surrounded = (bytes: Uint8Array | string) =>
  Buffer.concat([fillerBefore, Buffer.from(bytes), fillerAfter])

const forms: [what: string, bytes: Uint8Array | string, found: RegExp][] = [
  ['plain', key, /the KEY, plain/],
  ['its first 40 characters', key.slice(0, 40), /the KEY, plain/],
  ['its last 30 characters', key.slice(-30), /the KEY, plain/],
  ['UTF-16', Buffer.from(link, 'utf16le'), /the KEY, UTF-16/],
  ['hex', Buffer.from(link).toString('hex'), /the KEY, hex/],
  ['upper-case hex', Buffer.from(link).toString('hex').toUpperCase(), /the KEY, HEX/],
  [
    'URL-encoded',
    [...Buffer.from(key)].map((byte) => `%${byte.toString(16).toUpperCase()}`).join(''),
    /the KEY, URL/,
  ],
  ['base64', Buffer.from(link).toString('base64'), /the KEY, base64/],
  ['base64, shifted by one', Buffer.from(`x${link}`).toString('base64'), /the KEY, base64/],
  ['base64, shifted by two', Buffer.from(`xy${link}`).toString('base64'), /the KEY, base64/],
  ['base64url', Buffer.from(`${link}ÿÿÿ`).toString('base64url'), /the KEY, base64/],
  ['gzip', gzipSync(link), /the KEY, plain, in gzip/],
  ['gzip cut off', gzipSync(`${link} ${'other '.repeat(1000)}`).subarray(0, -20), /the KEY, plain, in gzip/],
  ['zlib', deflateSync(link), /the KEY, plain, in zlib/],
  ['zip', lyingZip([{ name: 'a.txt', content: `It is ${canary}.` }]), /the canary, plain, in zip/],
]

describe('forms', () => {
  test.each(forms)('a secret is found in this form: %s', (_what, bytes, found) => {
    const leaks = leaksIn(surrounded(bytes), secrets, 'here')
    expect(leaks.map(({ what }) => what).join()).toMatch(found)
    expect(leaks[0]!.where).toBe('here')
  })

  test('other texts are not reported', () => {
    const others = [
      randomKey(78),
      'zanzibar',
      Buffer.from(randomKey(79)).toString('base64'),
      gzipSync(randomKey(80)),
      crypto.getRandomValues(new Uint8Array(60_000)),
    ]
    for (const other of others) expect(leaksIn(surrounded(other), secrets, 'here')).toEqual([])
  })

  test('a secret so short that it could occur by chance is refused', () => {
    expect(() => secretOf('short', 'hello')).toThrow(RangeError)
  })
})

describe('seeded leaks', () => {
  test('the KEY in a log line is found', () => {
    const log = `{"event":"job_started"}\n{"event":"download_failed","path":"/ls/click?upn=${key}"}\n`
    expect(leaksIn(Buffer.from(log), secrets, 'log')).toHaveLength(1)
  })

  test('the KEY is found in a row, and in the write-ahead log after its table was dropped', async () => {
    const database = await freshDatabase()
    const { sql } = database.database
    const [row] = await sql<{ dir: string }[]>`SELECT current_setting('data_directory') AS dir`
    await sql`CREATE TABLE seeded (note text)`
    await sql`INSERT INTO seeded VALUES (${key})`
    await sql`INSERT INTO seeded VALUES (${Buffer.from(`${link} ${canary}`).toString('base64')})`
    const rows = await sql<{ row: string }[]>`SELECT seeded::text AS row FROM seeded`
    expect(
      leaksIn(Buffer.from(rows.map(({ row }) => row).join('\n')), secrets, 'rows').length,
    ).toBeGreaterThan(0)
    await sql`DELETE FROM seeded`
    await sql`VACUUM FULL seeded`
    await sql`DROP TABLE seeded`
    await sql`CHECKPOINT`
    const { leaks, bytes } = leaksInFolder(row!.dir, secrets)
    expect(bytes).toBeGreaterThan(10_000_000)
    const inLog = leaks.filter(({ where }) => where.includes('pg_wal')).map(({ what }) => what)
    expect(inLog.join()).toMatch(/the KEY, plain/)
    expect(inLog.join()).toMatch(/the canary, base64/)
    await database.drop()
  })

  test('the KEY in a temporary file, or in the name of one, is found', () => {
    writeFileSync(join(folder, 'tmp.1'), surrounded(link))
    writeFileSync(join(folder, key.slice(0, 60)), '')
    expect(leaksInFolder(folder, secrets).leaks.length).toBe(2)
  })

  test('a secret across the border of two windows of a large file is found', () => {
    const path = join(folder, 'large')
    const border = 16 * 1024 * 1024
    for (const at of [border - 10, border - 4096 - 10, 2 * border - 4096 - 300]) {
      const bytes = Buffer.alloc(2 * border)
      bytes.write(canary, at)
      writeFileSync(path, bytes)
      expect(leaksInFolder(folder, secrets).leaks.some(({ where }) => where === path)).toBeTrue()
    }
    unlinkSync(path)
  })

  test('a secret in a file that was clean before is found, although size and time are the same', async () => {
    const path = join(folder, 'changed')
    const clean: CleanFiles = new Map()
    const isFound = () =>
      leaksInFolder(folder, secrets, undefined, clean).leaks.some(({ where }) => where === path)
    writeFileSync(path, surrounded('x'.repeat(key.length)))
    const { atime, mtime } = statSync(path)
    // A file that was changed a moment ago is not recorded as clean, and is searched each time.
    while (!clean.has(path)) {
      expect(isFound()).toBeFalse()
      await Bun.sleep(200)
    }
    writeFileSync(path, surrounded(key))
    utimesSync(path, atime, mtime)
    expect(isFound()).toBeTrue()
    expect(clean.has(path)).toBeFalse()
    unlinkSync(path)
  })

  test('readable SQLite, gzip or zip in a file that must be encrypted is found', () => {
    const database = new Database(':memory:')
    database.run('CREATE TABLE x (y)')
    const contents: [Uint8Array, string[]][] = [
      [database.serialize(), ['SQLite content']],
      [gzipSync('x'), ['gzip content']],
      [lyingZip([{ name: 'x' }]), ['zip content', 'zip directory content']],
    ]
    for (const [content, wanted] of contents) {
      writeFileSync(join(folder, 'dumpus-1.spool'), surrounded(content))
      const { leaks } = leaksInFolder(folder, [], (path) => path.endsWith('.spool'))
      expect(leaks.map(({ what }) => what)).toEqual(wanted)
    }
  })

  test('a deflated canary is found', () => {
    writeFileSync(join(folder, 'deflated'), surrounded(deflateSync(`text ${canary} text`)))
    const { leaks } = leaksInFolder(folder, secrets)
    expect(leaks.some(({ where, what }) => where.endsWith('deflated') && what.endsWith('in zlib'))).toBeTrue()
  })

  test('a secret in the environment or in the arguments of a process is found', async () => {
    const wait = 'await Bun.sleep(30_000)'
    const inEnvironment = Bun.spawn([process.execPath, '-e', wait], {
      env: { ...process.env, NOTE: link, MARK: folder },
    })
    const inArguments = Bun.spawn([process.execPath, '-e', `${wait}//${folder} ${canary}`])
    try {
      const pids = processesOf(folder)
      expect(pids).toContain(inEnvironment.pid)
      expect(pids).toContain(inArguments.pid)
      expect(pids).not.toContain(process.pid)
      expect(leaksInProcess(inEnvironment.pid, secrets).map(({ where }) => where)).toContain(
        `/proc/${inEnvironment.pid}/environ`,
      )
      expect(leaksInProcess(inArguments.pid, secrets).map(({ where }) => where)).toContain(
        `/proc/${inArguments.pid}/cmdline`,
      )
      expect(leaksInProcess(999_999_999, secrets)).toEqual([])
    } finally {
      inEnvironment.kill()
      inArguments.kill()
    }
  })
})

describe('the write tap', () => {
  test('parses the output of strace', () => {
    const hex = (text: string) =>
      [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
    const log = [
      `12 write(5</tmp/a>, "${hex('one ')}", 4) = 4`,
      `12 pwrite64(5</tmp/a>, "${hex('two')}", 3, 4) = 3`,
      `12 writev(6<${hex('/tmp/b')}>(deleted), [{iov_base="${hex('x')}", iov_len=1}, {iov_base="${hex('y')}", iov_len=1}], 2) = 2`,
      `12 write(7<socket:[1]>, "${hex('socket')}", 6) = 6`,
      `12 write(8</dev/null>, "${hex('null')}", 4) = 4`,
      `12 write(9<pipe:[3]>, "${hex('pipe')}", 4 <unfinished ...>`,
      `12 copy_file_range(3<${hex('/tmp/c')}>, [0], 4<${hex('/tmp/d')}>(deleted), NULL, 10, 0) = 10`,
      '12 copy_file_range(3</tmp/c>, NULL, 4</tmp/e>, NULL, 10, 0) = -1 EXDEV (Invalid cross-device link)',
      '12 ioctl(4</tmp/f>, BTRFS_IOC_CLONE or FICLONE, 3) = -1 EOPNOTSUPP (Operation not supported)',
      '12 ioctl(4</tmp/i>, BTRFS_IOC_CLONE or FICLONE, 3) = 0',
      '12 ioctl(4</tmp/j>, TCGETS, 0x7ffc) = 0',
      '12 sendfile(4</tmp/g>, 3</tmp/c>, NULL, 10 <unfinished ...>',
      '12 sendfile(4<socket:[1]>, 3</tmp/c>, NULL, 10) = 10',
      '12 splice(4<pipe:[1]>, NULL, 3</tmp/h>, [5], 10, SPLICE_F_MOVE) = 10',
    ].join('\n')
    const { written, unseen } = writesOf(Buffer.from(log))
    expect([...written].map(([path, bytes]) => [path, bytes.toString()])).toEqual([
      ['/tmp/a', 'one two'],
      ['/tmp/b', 'xy'],
    ])
    expect(unseen).toEqual(['/tmp/c to /tmp/d', '3 to /tmp/i', '/tmp/c to /tmp/g', 'pipe:[1] to /tmp/h'])
  })

  test('sees what is written to a file that is already deleted, and that a file was copied', async () => {
    const [path, copy] = [join(folder, 'short-lived'), join(folder, 'copy')]
    const script = `
      import { closeSync, copyFileSync, openSync, unlinkSync, writeSync } from 'node:fs'
      process.stdin.once('data', () => {
        const file = openSync(${JSON.stringify(path)}, 'w')
        unlinkSync(${JSON.stringify(path)})
        writeSync(file, ${JSON.stringify(`the ${canary}`)})
        closeSync(file)
        copyFileSync('/etc/passwd', ${JSON.stringify(copy)})
        process.exit(0)
      })
      console.log('ready')`
    const child = Bun.spawn([process.execPath, '-e', script], { stdin: 'pipe', stdout: 'pipe' })
    await child.stdout.getReader().read()
    const tap = await tapWrites([child.pid], join(folder, 'tap.log'))
    child.stdin.write('go\n')
    child.stdin.flush()
    await child.exited
    if (tap === null)
      return console.error('the write tap is not available on this machine: strace is missing or not allowed')
    const { written, unseen } = await tap.stop()
    // The file system decides which call copies the file.
    expect([...unseen, ...written.keys()].filter((entry) => entry.endsWith(copy))).toHaveLength(1)
    expect(leaksIn(written.get(path) ?? Buffer.alloc(0), secrets, path)).toHaveLength(1)
  })
})
