/** The signatures of the file formats that no encrypted file may contain. */

/**
 * Four bytes alone can occur in ciphertext by chance, so `isReal` also checks a field after them.
 */
export const magics: [what: string, bytes: Buffer, isReal: (bytes: Buffer, at: number) => boolean][] = [
  ['SQLite', Buffer.from('SQLite format 3\0'), () => true],
  ['gzip', Buffer.from([0x1f, 0x8b, 0x08, 0x00]), (b, at) => [0, 2, 4].includes(b[at + 8] ?? 0)],
  ['zip', Buffer.from('PK\x03\x04'), (b, at) => isMethod(b, at + 8)],
  ['zip directory', Buffer.from('PK\x01\x02'), (b, at) => isMethod(b, at + 10)],
]

/** Stored or deflated. A signature at the end of the bytes, without the field, counts too. */
function isMethod(bytes: Buffer, at: number): boolean {
  return [0, 8].includes(bytes[at] ?? 0) && (bytes[at + 1] ?? 0) === 0
}

/** The offsets of `part` in `bytes`. */
export function positionsOf(bytes: Buffer, part: Buffer): number[] {
  const positions: number[] = []
  for (let at = bytes.indexOf(part); at >= 0; at = bytes.indexOf(part, at + 1)) positions.push(at)
  return positions
}
