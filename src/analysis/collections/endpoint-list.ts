/** Keeps marks, the beginnings and ends of something, until all are known and can be paired. */

/** Marks of many groups in flat arrays: an object for each would take three times the memory, and the collector's time. */
export class MarkList {
  /** By the place of a mark: what it belongs to, its moment in milliseconds, and what else its collector notes. */
  readonly groups: number[] = []
  readonly moments: number[] = []
  readonly labels: number[] = []
  readonly values: number[] = []

  add(group: number, atMs: number, label: number, value: number): void {
    this.groups.push(group)
    this.moments.push(atMs)
    this.labels.push(label)
    this.values.push(value)
  }

  /** The places of all marks, group by group in the order of time; `compare` decides among equals. */
  inOrder(compare: (one: number, other: number) => number): Uint32Array {
    const { groups, moments } = this
    const places = new Uint32Array(groups.length)
    for (let place = 0; place < places.length; place++) places[place] = place
    return places.sort(
      (one, other) => groups[one]! - groups[other]! || moments[one]! - moments[other]! || compare(one, other),
    )
  }
}

/** Numbers texts from 0 on, null among them, so that a mark can name them. */
export class TextNumbers {
  readonly texts: (string | null)[] = []
  private readonly numbers = new Map<string | null, number>()

  numberOf(text: string | null): number {
    const number = this.numbers.get(text) ?? this.texts.length
    if (number === this.texts.length) {
      this.texts.push(text)
      this.numbers.set(text, number)
    }
    return number
  }

  textOf(number: number): string | null {
    return this.texts[number]!
  }
}
