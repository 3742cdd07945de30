import { afterAll, expect, test } from 'bun:test'
import { existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { statSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FileSource } from '../archive/file-source.ts'
import { createSpool, openSpool, Spool, sweepSpools } from './spool.ts'

const directory = mkdtempSync(join(tmpdir(), 'dumpus-spool-test-'))
afterAll(() => rmSync(directory, { recursive: true }))

const MiB = 1024 * 1024
const canary = 'canary-of-the-spool-test'

/** Bytes that depend on their position, with the canary in each 4 KiB. */
function content(size: number): Uint8Array {
  const bytes = Buffer.alloc(size)
  for (let at = 0; at < size; at++) bytes[at] = (at * 31 + (at >> 8) * 7 + (at >> 16)) & 0xff
  for (let at = 0; at + canary.length <= size; at += 4096) bytes.write(canary, at)
  return bytes
}

async function writeInPieces(spool: Spool, bytes: Uint8Array, piece: number): Promise<void> {
  for (let at = 0; at < bytes.length; at += piece) await spool.write(bytes.subarray(at, at + piece))
}

const shapes: [size: number, piece: number][] = [
  [0, 1],
  [1, 1],
  [1000, 7],
  [MiB - 1, 65_536],
  [MiB, MiB],
  [MiB + 1, 65_537],
  [3 * MiB + 12_345, 2 * MiB + 99],
]

test.each(shapes)('%d bytes written in pieces of %d are read back', async (size, piece) => {
  const bytes = content(size)
  const spool = createSpool(directory)
  await writeInPieces(spool, bytes, piece)
  const source = openSpool(await spool.seal())
  expect(source.size).toBe(size)
  expect(Buffer.compare(source.read(0, size), bytes)).toBe(0)
  const places = [0, 1, size - 1, size >> 1, MiB - 3, MiB, 2 * MiB - 5].filter((at) => at >= 0 && at < size)
  for (const at of places) {
    for (const length of [1, 10, MiB + 10, size]) {
      expect(Buffer.compare(source.read(at, length), bytes.subarray(at, at + length))).toBe(0)
    }
  }
  expect([source.read(size, 10).length, source.read(size + 5, 10).length]).toEqual([0, 0])
  await spool.close()
})

test('a spool and a file return no Buffer, because slice() of a Buffer shares its memory', async () => {
  const spool = createSpool(directory)
  await spool.write(content(2 * MiB))
  const path = join(directory, 'file')
  writeFileSync(path, content(MiB))
  const file = FileSource.open(path)
  for (const source of [openSpool(await spool.seal()), file]) {
    const lengths = [1, 1000, MiB - 1, 2 * MiB]
    expect(lengths.map((length) => source.read(0, length) instanceof Buffer)).not.toContain(true)
  }
  file.close()
  rmSync(path)
  await spool.close()
})

test('a download that starts over leaves only the second attempt, under another key', async () => {
  const spool = createSpool(directory)
  await spool.write(content(2 * MiB))
  await spool.reset()
  const bytes = content(MiB + 5).reverse()
  await spool.write(bytes)
  const ticket = await spool.seal()
  expect(Buffer.compare(openSpool(ticket).read(0, 2 * MiB), bytes)).toBe(0)
  expect(ticket.size).toBe(MiB + 5)
  await spool.close()

  const file = openSync(join(directory, 'plain'), 'w+')
  const named = new Spool(file, null)
  await named.write(content(MiB))
  const first = readFileSync(join(directory, 'plain'))
  await named.reset()
  expect(statSync(join(directory, 'plain')).size).toBe(0)
  await named.write(content(MiB))
  expect(readFileSync(join(directory, 'plain')).equals(first)).toBe(false)
  await named.close()
  rmSync(join(directory, 'plain'))
})

test('a changed, moved or missing byte is an error, and never read as data', async () => {
  const path = join(directory, 'tampered')
  const changes: [name: string, change: (stored: Buffer) => Buffer][] = [
    ['a bit in the first byte', (stored) => flip(stored, 0)],
    ['a middle bit', (stored) => flip(stored, MiB + 5000)],
    ['a bit in the last tag', (stored) => flip(stored, stored.length - 1)],
    ['one byte shorter', (stored) => stored.subarray(0, -1)],
    ['all blocks but the first missing', (stored) => stored.subarray(0, MiB + 16)],
    ['nothing left', () => Buffer.alloc(0)],
    [
      'two blocks exchanged',
      (stored) =>
        Buffer.concat([
          stored.subarray(MiB + 16, 2 * (MiB + 16)),
          stored.subarray(0, MiB + 16),
          stored.subarray(2 * (MiB + 16)),
        ]),
    ],
  ]
  for (const [name, change] of changes) {
    const spool = new Spool(openSync(path, 'w+'), null)
    await spool.write(content(2 * MiB + 100))
    const ticket = await spool.seal()
    writeFileSync(path, change(readFileSync(path)))
    const outcome = attempt(() => openSpool(ticket).read(0, ticket.size))
    expect([name, outcome]).toEqual([name, 'internal'])
    await spool.close()
  }
  rmSync(path)
})

test('nothing readable is stored; the scan finds the canary in an unencrypted file', async () => {
  const path = join(directory, 'scanned')
  const spool = new Spool(openSync(path, 'w+'), null)
  const bytes = content(2 * MiB + 77)
  await writeInPieces(spool, bytes, 100_000)
  const ticket = await spool.seal()
  expect(readFileSync(path).includes(canary)).toBe(false)
  expect(readFileSync(path).includes(Buffer.from(ticket.key))).toBe(false)
  writeFileSync(path, bytes)
  expect(readFileSync(path).includes(canary)).toBe(true)
  await spool.close()
  rmSync(path)
})

test('a spool has no name while it is in use (except on Windows), nor after', async () => {
  const own = join(directory, 'new', 'folder')
  const spool = createSpool(own)
  await spool.write(content(2 * MiB))
  const left = readdirSync(own)
  if (process.platform !== 'win32') {
    expect(left).toEqual([])
    expect(statSync(own).mode & 0o777).toBe(0o700)
  }
  await spool.close()
  await spool.close()
  expect(readdirSync(own)).toEqual([])
})

test('after a process was killed with an open spool, nothing is left (on Windows: after the next start)', async () => {
  const own = join(directory, 'killed')
  const script = `
    import { createSpool } from ${JSON.stringify(join(import.meta.dir, 'spool.ts'))}
    const spool = createSpool(${JSON.stringify(own)})
    await spool.write(new Uint8Array(3 * 1024 * 1024).fill(65))
    console.log('written')
    setInterval(() => {}, 1000)`
  const child = Bun.spawn([process.execPath, '-e', script], { stdout: 'pipe' })
  const { value } = await child.stdout.getReader().read()
  expect(Buffer.from(value!).toString()).toContain('written')
  child.kill('SIGKILL')
  await child.exited
  if (process.platform === 'win32') sweepSpools(own)
  expect(readdirSync(own)).toEqual([])
})

test('the sweep removes what earlier processes left, and nothing else', () => {
  const own = join(directory, 'swept')
  mkdirSync(own)
  const left = `dumpus-${crypto.randomUUID()}.spool`
  for (const name of [left, 'other.spool', 'dumpus-notes.txt']) writeFileSync(join(own, name), '')
  expect(sweepSpools(own)).toBe(1)
  expect(readdirSync(own).sort()).toEqual(['dumpus-notes.txt', 'other.spool'])
  expect(sweepSpools(join(directory, 'not-yet-there'))).toBe(0)
})

test('a full disk is distinguished from other errors', async () => {
  // Only Linux has a device that is always full. Writing to a read-only descriptor gives one of the other
  // errors.
  if (existsSync('/dev/full')) {
    const spool = new Spool(openSync('/dev/full', 'r+'), null)
    const failure = await spool.write(content(MiB)).catch((error) => error.detail)
    expect(failure).toBe('disk_full')
    await spool.close()
  }
  const readOnly = new Spool(openSync(import.meta.path, 'r'), null)
  const failure = await readOnly.write(content(MiB)).catch((error) => error.code)
  expect(failure).not.toBe('disk_full')
  expect(failure).toBeString()
  await readOnly.close()
})

test('another thread reads a spool through its ticket', async () => {
  const spool = createSpool(directory)
  const bytes = content(2 * MiB + 500)
  await spool.write(bytes)
  const source = `
    import { openSpool } from ${JSON.stringify(join(import.meta.dir, 'spool.ts'))}
    self.onmessage = ({ data }) => postMessage(Bun.hash(openSpool(data).read(0, data.size)).toString())`
  const thread = new Worker(URL.createObjectURL(new Blob([source], { type: 'application/typescript' })))
  const answer = new Promise((resolve, reject) => {
    thread.onmessage = ({ data }) => resolve(data)
    thread.onerror = ({ message }) => reject(new Error(message))
  })
  thread.postMessage(await spool.seal())
  expect(await answer).toBe(Bun.hash(bytes).toString())
  thread.terminate()
  await spool.close()
})

test('a plain file is read at any position', () => {
  const path = join(directory, 'file')
  const file = openSync(path, 'w')
  writeSync(file, '0123456789')
  const source = FileSource.open(path)
  const text = (offset: number, length: number) => Buffer.from(source.read(offset, length)).toString()
  expect([source.size, text(0, 10), text(3, 4), text(8, 10), text(10, 1), text(99, 1)]).toEqual([
    10,
    '0123456789',
    '3456',
    '89',
    '',
    '',
  ])
  source.close()
})

function flip(stored: Buffer, at: number): Buffer {
  const changed = Buffer.from(stored)
  changed[at]! ^= 1
  return changed
}

function attempt(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return (error as { detail?: unknown }).detail ?? error
  }
}
