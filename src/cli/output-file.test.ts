/** The output file of a command when a signal or an error occurs while it is created. */
import { afterEach, expect, spyOn, test } from 'bun:test'
import * as fs from 'node:fs'
import { createDataDir, removeDataDir } from '../tests/support/servers/server-process.ts'
import { prepareOutput } from './output-file.ts'

const folder = createDataDir()
const listeners = () => process.listenerCount('SIGTERM')
afterEach(() => removeDataDir(folder))

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
