/** The output file of a command: errors while it is created, and what a killed run left behind. */
import { afterAll, afterEach, expect, spyOn, test } from 'bun:test'
import * as fs from 'node:fs'
import { createDataDir, removeDataDir } from '../tests/support/servers/server-process.ts'
import { prepareOutput } from './output-file.ts'

const folder = createDataDir()
const listeners = () => process.listenerCount('SIGTERM')
afterEach(() => {
  removeDataDir(folder)
  fs.mkdirSync(folder)
})
afterAll(() => removeDataDir(folder))

test('signals are handled before the file exists, and no longer once creating the file has failed', () => {
  const before = listeners()
  const seen: number[] = []
  const open = spyOn(fs, 'openSync').mockImplementation(() => {
    seen.push(listeners())
    throw Object.assign(new Error('no room'), { code: 'ENOSPC' })
  })
  try {
    expect(() => prepareOutput(`${folder}/out.sqlite`, { inputs: [], ownTables: [] })).toThrow('cannot write')
  } finally {
    open.mockRestore()
  }
  expect(seen).toEqual([before + 1])
  expect(listeners()).toBe(before)
})

test('what a killed run left behind does not block the next one, even if both have the same process id', () => {
  const path = `${folder}/out.sqlite`
  const options = { inputs: [], ownTables: [] }
  const killed = prepareOutput(path, options)
  const next = prepareOutput(path, options)
  next.write(Buffer.from('result'))
  expect(fs.readFileSync(path, 'utf8')).toBe('result')
  for (const output of [next, killed]) output.discard()
  expect(fs.readdirSync(folder)).toEqual(['out.sqlite'])
})
