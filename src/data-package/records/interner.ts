/** Decodes short texts from bytes through a cache. */
import { utf8Of } from '#platform'

/** Texts with more bytes than this are not cached. */
const internedBytesMax = 24
/** The number of slots. Each contains one text. */
const internedMax = 4096

export type Interner = (line: Uint8Array, start: number, end: number) => string

/**
 * Creates a function that decodes bytes and caches short texts. Ids and names repeat often, and decoding one
 * takes 300 ns.
 */
export function createInterner(): Interner {
  const entries = Array.from({ length: internedMax }, () => ({ bytes: new Uint8Array(0), text: '' }))
  return (line, start, end) => {
    const length = end - start
    if (length > internedBytesMax) return utf8Of(line, start, end)
    let hash = length
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ line[at]!, 0x01000193)
    const entry = entries[(hash ^ (hash >>> 15)) & (internedMax - 1)]!
    if (entry.bytes.length !== length || !isEqual(line, start, entry.bytes)) {
      entry.bytes = line.slice(start, end)
      entry.text = utf8Of(line, start, end)
    }
    return entry.text
  }
}

function isEqual(line: Uint8Array, start: number, bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) if (line[start + at] !== bytes[at]) return false
  return true
}
