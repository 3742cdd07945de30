/** The command `analyze` as its users run it, with a report and without a file. */
import { expect, test } from 'bun:test'
import { readdirSync } from 'node:fs'
import { packageBytes } from '../synthetic-package/write-package.ts'
import { createDataDir, removeDataDir, runCommand } from '../tests/support/servers/server-process.ts'

test('a report needs no file, and a file may come with it', async () => {
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

test.each(['analyze package.zip --report --format xml', 'analyze --report'])(
  'wrong usage: %s',
  async (line) => {
    const { exitCode, stderr, stdout } = await runCommand(line.split(' '))
    expect(exitCode).toBe(2)
    expect(stderr).toContain('--help')
    expect(stdout).toBe('')
  },
)

test('a package that cannot be read has no report', async () => {
  const folder = createDataDir()
  await Bun.write(`${folder}/bad.zip`, 'PK?')
  const { exitCode, stdout } = await runCommand(['analyze', `${folder}/bad.zip`, '--report'])
  expect([exitCode, stdout]).toEqual([1, ''])
  removeDataDir(folder)
})
