/**
 * Computes how many characters a file takes in the official client's storage: LZ-string's UTF-16 form of the
 * JSON array of its bytes. It counts the output without building it, because building would take minutes and
 * gigabytes for tens of megabytes. stored-length.test.ts compares it with LZ-string itself.
 */

/** The numbers of the characters in `[1,2,…]`. A digit is its own number. */
const comma = 10
const open = 11
const close = 12
const characterBits = 15
const none = -1

/** Length of LZString.compressToUTF16(JSON.stringify(Array.from(bytes))). */
export function storedLengthOf(bytes: Uint8Array): number {
  const count = new BitCount()
  count.add(open)
  for (let index = 0; index < bytes.length; index++) {
    if (index > 0) count.add(comma)
    const byte = bytes[index]!
    if (byte >= 100) count.add(Math.floor(byte / 100))
    if (byte >= 10) count.add(Math.floor(byte / 10) % 10)
    count.add(byte % 10)
  }
  count.add(close)
  // The last character is padded, even if no bits are left for it, and LZ-string appends one more character.
  return Math.floor(count.finish() / characterBits) + 2
}

/**
 * LZ78 in LZ-string's variant: the dictionary is a tree of phrases, and codes get one bit longer whenever
 * their number doubles.
 */
class BitCount {
  private readonly phrases = new PhraseTree()
  private readonly written = new Set<number>()
  private phrase = none
  private bits = 0
  private codeBits = 2
  private untilLonger = 2

  add(character: number): void {
    const longer = this.phrase === none ? character : this.phrases.find(this.phrase, character)
    if (longer !== none) {
      this.phrase = longer
      return
    }
    this.write()
    this.phrases.insert(this.phrase, character)
    this.phrase = character
  }

  finish(): number {
    this.write()
    return this.bits + this.codeBits
  }

  /** A character's first code is followed by the character itself, in 8 bits. */
  private write(): void {
    this.bits += this.codeBits
    const isNewCharacter = this.phrase <= close && !this.written.has(this.phrase)
    if (isNewCharacter) {
      this.written.add(this.phrase)
      this.bits += 8
      this.count()
    }
    this.count()
  }

  private count(): void {
    if (--this.untilLonger > 0) return
    this.untilLonger = 2 ** this.codeBits
    this.codeBits++
  }
}

/**
 * The children of phrases in a hash table of integers: phrase × 16 + character → longer phrase. The phrases
 * 0–12 are the characters.
 */
class PhraseTree {
  private size = close + 1
  private keys = new Int32Array(1 << 16).fill(none)
  private values = new Int32Array(1 << 16)

  find(phrase: number, character: number): number {
    const slot = this.slotOf(phrase * 16 + character)
    return this.keys[slot] === none ? none : this.values[slot]!
  }

  insert(phrase: number, character: number): void {
    if (this.size * 2 > this.keys.length) this.grow()
    this.put(phrase * 16 + character, this.size++)
  }

  private put(key: number, value: number): void {
    const slot = this.slotOf(key)
    this.keys[slot] = key
    this.values[slot] = value
  }

  private slotOf(key: number): number {
    const mask = this.keys.length - 1
    let slot = (Math.imul(key, 0x9e3779b1) >>> 7) & mask
    while (this.keys[slot] !== none && this.keys[slot] !== key) slot = (slot + 1) & mask
    return slot
  }

  private grow(): void {
    const { keys, values } = this
    this.keys = new Int32Array(keys.length * 2).fill(none)
    this.values = new Int32Array(keys.length * 2)
    for (let slot = 0; slot < keys.length; slot++)
      if (keys[slot] !== none) this.put(keys[slot]!, values[slot]!)
  }
}
