/**
 * Maps and sets for texts that a package chooses. The JavaScript engine's own maps hash without a secret key,
 * and take hours for texts chosen to collide.
 */
import { hashOfText } from './fingerprint.ts'

/** Marks the oldest text of a hash: no older text follows. */
const none = -1

/** A map from texts to values, by keyed hashes. Lookups are exact, and iteration is in insertion order. */
export class TextMap<Value> implements ReadonlyMap<string, Value> {
  /** Hash → the number of the newest text with that hash. */
  private heads = new Map<number, number>()
  /**
   * Three lists by number, in insertion order: the text (undefined when deleted), its value, and the number
   * of the next older text with the same hash.
   */
  private texts: (string | undefined)[] = []
  private contents: Value[] = []
  private older: number[] = []
  private deleted = 0

  constructor(entries: Iterable<readonly [string, Value]> = []) {
    for (const [key, value] of entries) this.set(key, value)
  }

  get size(): number {
    return this.texts.length - this.deleted
  }

  get(key: string): Value | undefined {
    const number = this.find(hashOfText(key), key)
    return number === none ? undefined : this.contents[number]
  }

  has(key: string): boolean {
    return this.find(hashOfText(key), key) !== none
  }

  set(key: string, value: Value): this {
    const hash = hashOfText(key)
    const number = this.find(hash, key)
    if (number === none) this.append(hash, key, value)
    else this.contents[number] = value
    return this
  }

  delete(key: string): boolean {
    const number = this.find(hashOfText(key), key)
    if (number === none) return false
    this.texts[number] = undefined
    // The other entries keep their numbers, so entries can be deleted during iteration.
    this.contents[number] = undefined as Value
    this.deleted++
    return true
  }

  *entries(): MapIterator<[string, Value]> {
    for (let number = 0; number < this.texts.length; number++) {
      const text = this.texts[number]
      if (text !== undefined) yield [text, this.contents[number]!]
    }
  }

  *keys(): MapIterator<string> {
    for (const text of this.texts) if (text !== undefined) yield text
  }

  *values(): MapIterator<Value> {
    for (const [, value] of this.entries()) yield value
  }

  [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries()
  }

  forEach(visit: (value: Value, key: string, map: ReadonlyMap<string, Value>) => void): void {
    for (const [key, value] of this) visit(value, key, this)
  }

  private append(hash: number, key: string, value: Value): void {
    if (this.deleted > 1000 && this.deleted * 2 > this.texts.length) this.compact()
    this.older.push(this.heads.get(hash) ?? none)
    this.contents.push(value)
    this.heads.set(hash, this.texts.push(key) - 1)
  }

  private find(hash: number, key: string): number {
    let number = this.heads.get(hash) ?? none
    while (number !== none && this.texts[number] !== key) number = this.older[number]!
    return number
  }

  /** Removes deleted entries. */
  private compact(): void {
    const entries = [...this]
    this.heads = new Map()
    this.texts = []
    this.contents = []
    this.older = []
    this.deleted = 0
    for (const [key, value] of entries) this.append(hashOfText(key), key, value)
  }
}

/** A set of texts, in insertion order. */
export class TextSet {
  private readonly map = new TextMap<true>()

  constructor(texts: Iterable<string> = []) {
    for (const text of texts) this.add(text)
  }

  add(text: string): void {
    this.map.set(text, true)
  }

  has(text: string): boolean {
    return this.map.has(text)
  }

  [Symbol.iterator](): MapIterator<string> {
    return this.map.keys()
  }
}

/** Groups items by the text that `textOf` returns for each. */
export function groupByText<Item>(items: Iterable<Item>, textOf: (item: Item) => string): TextMap<Item[]> {
  const groups = new TextMap<Item[]>()
  for (const item of items) {
    const text = textOf(item)
    const group = groups.get(text)
    if (group) group.push(item)
    else groups.set(text, [item])
  }
  return groups
}
