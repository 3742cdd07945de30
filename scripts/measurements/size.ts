/** The size of the executable, uncompressed and as a download: compressed by zstd at level 19. */
import { constants, zstdCompressSync } from 'node:zlib'
import type { Benchmark } from './benchmark.ts'
import type { Findings } from './report.ts'

const level = 19

export async function measureSize({ program, say }: Benchmark): Promise<Findings> {
  const compressed = {
    what: `size of the executable, zstd −${level}`,
    unit: 'bytes',
    must: 75e6,
    aim: 60e6,
  } as const
  if (!program.executable) {
    return {
      rows: [{ ...compressed, value: null, note: 'not built: scripts/build makes dist/dumpus-server' }],
    }
  }
  const bytes = await Bun.file(program.executable).bytes()
  say(`compressing ${(bytes.length / 1e6).toFixed(0)} MB`)
  const { length } = zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: level } })
  return {
    rows: [
      { ...compressed, value: length },
      { what: 'size of the executable, uncompressed', value: bytes.length, unit: 'bytes' },
    ],
  }
}
