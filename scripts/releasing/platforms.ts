/** The platforms of a release, and how to recognize an executable of each by its file alone. */

interface PlatformRow {
  suffix: string
  archive: 'tar.gz' | 'zip'
  /** Bytes that every program of this system and processor has at these offsets. */
  magic: [offset: number, bytes: number[]][]
}

const unix = { suffix: '', archive: 'tar.gz' } as const
const elf: [number, number[]] = [0, [0x7f, 0x45, 0x4c, 0x46, 2, 1]]
const mach: [number, number[]] = [0, [0xcf, 0xfa, 0xed, 0xfe]]

/** Windows has no embedded PostgreSQL. The server needs a DATABASE_URL there, and says so. */
export const platforms = {
  'linux-x64': { ...unix, magic: [elf, [18, [0x3e, 0]]] },
  'linux-arm64': { ...unix, magic: [elf, [18, [0xb7, 0]]] },
  'darwin-arm64': { ...unix, magic: [mach, [4, [0x0c, 0, 0, 1]]] },
  'darwin-x64': { ...unix, magic: [mach, [4, [0x07, 0, 0, 1]]] },
  'windows-x64': { suffix: '.exe', archive: 'zip', magic: [[0, [0x4d, 0x5a]]] },
} satisfies Record<string, PlatformRow>

export type Platform = keyof typeof platforms

/** The reason why the file is not an executable of the platform; null if it is one. */
export async function problemOf(path: string, platform: Platform): Promise<string | null> {
  const bytes = await Bun.file(path).bytes()
  const isOfPlatform = platforms[platform].magic.every(([offset, wanted]) =>
    wanted.every((byte, index) => bytes[offset + index] === byte),
  )
  if (!isOfPlatform) return `not an executable of ${platform}`
  // On Apple's own processors, macOS silently kills a program whose signature does not match its bytes.
  return platform === 'darwin-arm64' && !isSigned(Buffer.from(bytes.buffer))
    ? 'it has no signature that matches its bytes: macOS would not run it'
    : null
}

const loadSignature = 0x1d
const codeDirectory = 0xfade0c02

/** Whether every page of a Mach-O file has the SHA-256 that the file's embedded signature lists for it. */
export function isSigned(file: Buffer): boolean {
  const signature = signatureOf(file)
  const directory = signature && blobsOf(signature).find((blob) => blob.readUInt32BE(0) === codeDirectory)
  if (!directory) return false
  const hashesAt = directory.readUInt32BE(16)
  const pageCount = directory.readUInt32BE(28)
  const length = directory.readUInt32BE(32)
  const [hashBytes, hashType, , pageBits] = directory.subarray(36, 40) as unknown as [
    number,
    number,
    number,
    number,
  ]
  if (hashType !== 2 || pageCount !== Math.ceil(length / 2 ** pageBits)) return false
  for (let page = 0; page < pageCount; page++) {
    const bytes = file.subarray(page * 2 ** pageBits, Math.min(length, (page + 1) * 2 ** pageBits))
    const said = directory.subarray(hashesAt + page * hashBytes, hashesAt + (page + 1) * hashBytes)
    if (!said.equals(new Bun.CryptoHasher('sha256').update(bytes).digest())) return false
  }
  return true
}

function signatureOf(file: Buffer): Buffer | null {
  const commandCount = file.readUInt32LE(16)
  for (let number = 0, at = 32; number < commandCount; number++) {
    if (file.readUInt32LE(at) === loadSignature) {
      const [start, size] = [file.readUInt32LE(at + 8), file.readUInt32LE(at + 12)]
      return file.subarray(start, start + size)
    }
    at += file.readUInt32LE(at + 4)
  }
  return null
}

/** The parts of a signature. The signature's head lists the offset of each part. */
function blobsOf(signature: Buffer): Buffer[] {
  const count = signature.readUInt32BE(8)
  return Array.from({ length: count }, (_, number) =>
    signature.subarray(signature.readUInt32BE(16 + 8 * number)),
  )
}
