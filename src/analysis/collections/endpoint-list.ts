/** Collects endpoints, which are the starts and ends of sessions, until all are known and can be paired. */
import { TextMap } from '../../data-package/records/text-map.ts'

/**
 * Endpoints of many groups in flat arrays. One object per endpoint would take three times the memory, and
 * garbage collection would take time.
 */
export class EndpointList {
  /**
   * Indexed by endpoint number: its group, its time in milliseconds, and two numbers whose meaning the
   * collector chooses.
   */
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

  /** The numbers of all endpoints, sorted by group, then by time; `compare` breaks ties. */
  inOrder(compare: (one: number, other: number) => number): Uint32Array {
    const { groups, moments } = this
    const numbers = new Uint32Array(groups.length)
    for (let number = 0; number < numbers.length; number++) numbers[number] = number
    return numbers.sort(
      (one, other) => groups[one]! - groups[other]! || moments[one]! - moments[other]! || compare(one, other),
    )
  }
}

/** Assigns numbers to texts and null, starting at 0. An endpoint refers to a text by its number. */
export class TextNumbers {
  readonly texts: (string | null)[] = []
  private readonly numbers = new TextMap<number>()
  private numberOfNull: number | undefined

  numberOf(text: string | null): number {
    if (text === null) return (this.numberOfNull ??= this.texts.push(null) - 1)
    const known = this.numbers.get(text)
    if (known !== undefined) return known
    const number = this.texts.push(text) - 1
    this.numbers.set(text, number)
    return number
  }

  textOf(number: number): string | null {
    return this.texts[number]!
  }
}
