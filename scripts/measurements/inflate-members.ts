/**
 * A process that inflates every member of the archive in its argument, one after another, and discards the
 * bytes: the minimum cost of reading a package. Members up to 1 MiB are inflated in one call, because
 * thousands of streams for small files would slow down this baseline and flatter `analyze`.
 */
import { createInflateRaw, inflateRawSync } from 'node:zlib'
import { analysisLimitsOf, loadConfig } from '../../src/config/config.ts'
import { type Archive, type Entry, openArchive } from '../../src/data-package/archive/archive.ts'
import { FileSource } from '../../src/data-package/archive/file-source.ts'

const MiB = 1024 * 1024
const archive = openArchive(FileSource.open(process.argv[2]!), analysisLimitsOf(loadConfig({})))
for (const entry of archive.entries) {
  const size = await inflate(archive, entry)
  if (size !== entry.size) throw new Error(`${entry.name}: ${size} bytes instead of ${entry.size}`)
}

async function inflate({ source }: Archive, entry: Entry): Promise<number> {
  const header = Buffer.from(source.read(entry.headerOffset, 30))
  const start = entry.headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  if (entry.method === 0) return source.read(start, entry.compressedSize).length
  if (entry.size <= MiB) return inflateRawSync(source.read(start, entry.compressedSize)).length
  return inflateStream(function* () {
    for (let at = 0; at < entry.compressedSize; at += MiB) {
      yield source.read(start + at, Math.min(MiB, entry.compressedSize - at))
    }
  })
}

async function inflateStream(chunks: () => Generator<Uint8Array>): Promise<number> {
  const inflater = createInflateRaw({ chunkSize: MiB })
  const feeding = (async () => {
    for (const chunk of chunks()) {
      if (!inflater.write(chunk)) await new Promise((resolve) => inflater.once('drain', resolve))
    }
    inflater.end()
  })()
  let size = 0
  for await (const chunk of inflater as AsyncIterable<Buffer>) size += chunk.length
  await feeding
  return size
}
