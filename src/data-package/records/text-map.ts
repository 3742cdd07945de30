/** Maps and sets of texts that a package chose: the engine's own hash texts without a key, and take hours when they are alike to it. */
import { type Fingerprint, fingerprintText, numberOfFingerprint } from './fingerprint.ts'

interface Slot<Value> {
  key: string
  value: Value
  /** Another text of the same fingerprint. */
  next: Slot<Value> | undefined
}

const fingerprint: Fingerprint = { high: 0, low: 0 }

/** A Map of texts by their fingerprints; exact, and in the order in which the texts came. */
export class TextMap<Value> implements ReadonlyMap<string, Value> {
  private readonly slots = new Map<number, Slot<Value>>()
  private count = 0

  constructor(entries: Iterable<readonly [string, Value]> = []) {
    for (const [key, value] of entries) this.set(key, value)
  }

  get size(): number {
    return this.count
  }

  get(key: string): Value | undefined {
    return this.find(numberOf(key), key)?.value
  }

  has(key: string): boolean {
    return this.find(numberOf(key), key) !== undefined
  }

  set(key: string, value: Value): this {
    const number = numberOf(key)
    const known = this.find(number, key)
    if (known) known.value = value
    else {
      this.slots.set(number, { key, value, next: this.slots.get(number) })
      this.count++
    }
    return this
  }

  delete(key: string): boolean {
    const number = numberOf(key)
    if (!this.find(number, key)) return false
    const others = [...chainOf(this.slots.get(number))].filter((slot) => slot.key !== key)
    this.slots.delete(number)
    for (const slot of others) this.slots.set(number, { ...slot, next: this.slots.get(number) })
    this.count--
    return true
  }

  *entries(): MapIterator<[string, Value]> {
    for (const first of this.slots.values()) {
      for (const { key, value } of chainOf(first)) yield [key, value]
    }
  }

  *keys(): MapIterator<string> {
    for (const [key] of this.entries()) yield key
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

  private find(number: number, key: string): Slot<Value> | undefined {
    let slot = this.slots.get(number)
    while (slot !== undefined && slot.key !== key) slot = slot.next
    return slot
  }
}

/** A set of texts, in the order in which they came. */
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

/** The items by the text that `textOf` gives for each. */
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

function numberOf(key: string): number {
  fingerprintText(fingerprint, key)
  return numberOfFingerprint(fingerprint)
}

function* chainOf<Value>(first: Slot<Value> | undefined): Iterable<Slot<Value>> {
  for (let slot = first; slot !== undefined; slot = slot.next) yield slot
}
