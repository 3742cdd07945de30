/** Counts in how many messages each text occurs, for a limited number of different texts. */
import { PackageError } from '../../errors.ts'
import { detached } from '../../data-package/records/fields.ts'
import {
  type Fingerprint,
  type HashKey,
  fingerprintText,
  hashOfLetters,
  hashOfText,
} from '../../data-package/records/fingerprint.ts'
import type { Budget } from './budget.ts'
import { free, resized } from './flat-arrays.ts'

export interface TextCount {
  text: string
  messages: number
}

/**
 * The memory of a text with its counts. The elements of the arrays are charged twice, because the old arrays
 * still exist while the new ones are made.
 */
const entryBytes = 160
const firstLength = 1024
/** This key is not secret, because every run must keep the same texts. */
const samplingKey: HashKey = [0x3a17, 0]
const hashBits = 32

export class OccurrenceCounter {
  /**
   * How many texts were counted and then dropped, because there were too many different ones. Later
   * occurrences of dropped texts are not counted. New texts that are not kept in the first place are not
   * included in this number.
   */
  forgotten = 0
  /** The texts, numbered in insertion order. */
  private texts: string[] = []
  private hashes = new Int32Array(firstLength)
  private messages = new Uint32Array(firstLength)
  private lastMessages = new Uint32Array(firstLength)
  /** Hash slot → the number of a text plus one, or 0 if free. At most half of the slots are used. */
  private slots = new Uint32Array(2 * firstLength)
  /** Only texts whose fingerprint under `samplingKey` ends in this many zero bits are kept. */
  private bits = 0
  private readonly print: Fingerprint = { high: 0, low: 0 }

  constructor(
    private readonly budget: Budget,
    private readonly textsMax: number,
  ) {}

  /** Counts a text of a message. Repetitions within a message count once. */
  add(text: string, message: number): void {
    const hash = hashOfText(text)
    let slot = hash & (this.slots.length - 1)
    for (let number = this.slots[slot]!; number !== 0; number = this.slots[slot]!) {
      if (this.hashes[number - 1] === hash && this.texts[number - 1] === text)
        return this.count(number - 1, message)
      slot = (slot + 1) & (this.slots.length - 1)
    }
    this.append(text, hash, slot, message)
  }

  /** Counts the lower-case form of the ASCII letters and apostrophes in `[start, end)`. */
  addLetters(bytes: Uint8Array, start: number, end: number, message: number): void {
    const hash = hashOfLetters(bytes, start, end)
    let slot = hash & (this.slots.length - 1)
    for (let number = this.slots[slot]!; number !== 0; number = this.slots[slot]!) {
      if (this.hashes[number - 1] === hash && isSame(this.texts[number - 1]!, bytes, start, end))
        return this.count(number - 1, message)
      slot = (slot + 1) & (this.slots.length - 1)
    }
    const text = String.fromCharCode(...bytes.subarray(start, end)).toLowerCase()
    this.append(text, hash, slot, message)
  }

  /** All texts with their counts, in no particular order. */
  all(): TextCount[] {
    return this.texts.map((text, number) => ({ text, messages: this.messages[number]! }))
  }

  private count(number: number, message: number): void {
    if (this.lastMessages[number] === message) return
    this.messages[number]!++
    this.lastMessages[number] = message
  }

  private append(text: string, hash: number, slot: number, message: number): void {
    if (!this.isKept(text)) return
    this.budget.spend(entryBytes)
    const number = this.texts.push(detached(text)) - 1
    if (number === this.hashes.length) this.grow()
    this.hashes[number] = hash
    this.messages[number] = 1
    this.lastMessages[number] = message
    if (this.slots.length < 2 * this.hashes.length) this.fillSlots(2 * this.hashes.length)
    else this.slots[slot] = number + 1
    while (this.texts.length > this.textsMax) this.halve()
  }

  private grow(): void {
    const length = 2 * this.hashes.length
    this.hashes = resized(this.hashes, length)
    this.messages = resized(this.messages, length)
    this.lastMessages = resized(this.lastMessages, length)
  }

  private fillSlots(length: number): void {
    free(this.slots)
    this.slots = new Uint32Array(length)
    for (let number = 0; number < this.texts.length; number++) {
      let slot = this.hashes[number]! & (length - 1)
      while (this.slots[slot] !== 0) slot = (slot + 1) & (length - 1)
      this.slots[slot] = number + 1
    }
  }

  /**
   * Drops about half of the texts. Their fingerprints decide which, so the remaining texts do not depend on
   * the order of insertion. Throws PackageError package_too_complex if there are no bits left, which happens
   * only with texts that were chosen such that few are dropped.
   */
  private halve(): void {
    if (++this.bits > hashBits) throw new PackageError('package_too_complex')
    const kept: string[] = []
    for (const [number, text] of this.texts.entries()) {
      if (!this.isKept(text)) continue
      this.hashes[kept.length] = this.hashes[number]!
      this.messages[kept.length] = this.messages[number]!
      this.lastMessages[kept.length] = this.lastMessages[number]!
      kept.push(text)
    }
    this.forgotten += this.texts.length - kept.length
    this.budget.spend(-entryBytes * (this.texts.length - kept.length))
    this.texts = kept
    this.fillSlots(this.slots.length)
  }

  private isKept(text: string): boolean {
    if (this.bits === 0) return true
    fingerprintText(this.print, text, samplingKey)
    return (this.print.low >>> 0) % 2 ** this.bits === 0
  }
}

/** Whether the letters in `[start, end)` are this lower-case text. */
function isSame(text: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (text.length !== end - start) return false
  for (let at = start; at < end; at++) if (text.charCodeAt(at - start) !== (bytes[at]! | 0x20)) return false
  return true
}

/**
 * The texts that occur in the most messages, and in at least `messagesMin`. Equally frequent texts are sorted
 * by text.
 */
export function mostFrequent(texts: readonly TextCount[], count: number, messagesMin: number): TextCount[] {
  return texts
    .filter(({ messages }) => messages >= messagesMin)
    .sort((one, other) => other.messages - one.messages || (one.text < other.text ? -1 : 1))
    .slice(0, count)
}
