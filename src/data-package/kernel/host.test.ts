/** The compiled kernels match their sources, and the host never writes beyond the memory that it reserved. */
import { latin1Of } from '#platform'
import { expect, test } from 'bun:test'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { createKernel } from '../../tests/support/judges/kernels.ts'
import { Kernel, compileKernel } from './host.ts'

test('scripts/build-kernel compiles the sources to the files in the repository', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dumpus-kernel-'))
  try {
    const { exitCode, stderr } = Bun.spawnSync([
      join(import.meta.dir, '../../../scripts/build-kernel'),
      folder,
    ])
    expect([exitCode, stderr.toString()]).toEqual([0, expect.any(String)])
    for (const name of ['vector.wasm', 'plain.wasm']) {
      const kept = readFileSync(join(import.meta.dir, name))
      expect([name, readFileSync(join(folder, name)).equals(kept)]).toEqual([name, true])
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  // Two compilations take a long time on a busy machine.
}, 300_000)

test('bytes in kernel memory are used in place, others are copied', () => {
  const kernel = createKernel()
  const place = kernel.offsetOf(Buffer.from('abc'))
  expect(latin1Of(kernel.bytes, place, place + 3)).toBe('abc')
  expect(kernel.offsetOf(kernel.bytes.subarray(place + 1, place + 3))).toBe(place + 1)
  expect(kernel.offsetOf(Buffer.from('xyz'), 1, 3)).toBe(place)
  expect(latin1Of(kernel.bytes, place, place + 3)).toBe('yzc')
})

test('there is room for the requested number of bytes, and not for more', () => {
  const kernel = new Kernel(1000)
  expect(kernel.offsetOf(new Uint8Array(1000))).toBeGreaterThan(0)
  expect(() => kernel.offsetOf(new Uint8Array(1001))).toThrow(RangeError)
  expect(() => kernel.append(999, new Uint8Array(2))).toThrow(RangeError)
})

test('keep throws when there is no room left, so that kept names never overlap the data that is read', () => {
  const kernel = new Kernel(1000)
  const keep = () => {
    for (let time = 0; time < 100_000; time++) kernel.keep(new Uint8Array(1000))
  }
  expect(keep).toThrow(RangeError)
})

test.each(['vector', 'plain'] as const)('checksums of the %s kernel are those of zlib', (form) => {
  const kernel = new Kernel(1000, compileKernel(form))
  const bytes = crypto.getRandomValues(new Uint8Array(300))
  const checksum = (from: number, to: number, before: number) => {
    const start = kernel.offsetOf(bytes, from, to)
    return kernel.exports.checksumOf(start, start + to - from, before) >>> 0
  }
  for (let length = 0; length <= bytes.length; length++)
    expect(checksum(0, length, 0)).toBe(crc32(bytes.subarray(0, length)))
  expect(checksum(111, 300, checksum(0, 111, 0))).toBe(crc32(bytes))
})
