/**
 * Repeatable pseudo-random numbers: the same seeds give the same package on every machine. They are not for
 * secrets.
 */

/**
 * A small generator (sfc32) that is cheap to seed, so that each event and each channel has its own numbers.
 */
export class Random {
  private a = 0
  private b = 0
  private c = 0
  private counter = 0

  constructor(...seeds: number[]) {
    this.seed(...seeds)
  }

  /** Restarts the generator from up to three numbers. Their fractions are ignored. */
  seed(first = 0, second = 0, third = 0): this {
    this.a = mix(first)
    this.b = mix(second ^ this.a)
    this.c = mix(third ^ this.b)
    this.counter = 1
    for (let round = 0; round < 8; round++) this.bits()
    return this
  }

  /** 32 random bits as a whole number, 0 … 2³²−1. */
  bits(): number {
    const sum = (this.a + this.b + this.counter) | 0
    this.counter = (this.counter + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** A fraction, 0 ≤ x < 1. */
  fraction(): number {
    return this.bits() / 4_294_967_296
  }

  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number {
    return min + Math.floor(this.fraction() * (max - min + 1))
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.fraction() < probability
  }

  /** One of the values. The list must not be empty. */
  pick<T>(values: readonly T[]): T {
    return values[Math.floor(this.fraction() * values.length)]!
  }

  /**
   * One of the values. With a skew above 1, the first values are picked more often. It uses one random
   * number whatever the skew is, so another skew does not change the numbers that follow.
   */
  favourite<T>(values: readonly T[], skew: number): T {
    return values[Math.floor(this.fraction() ** skew * values.length)]!
  }

  /** A random number, 0 or more, with an exponential distribution: many small values, few large ones. */
  exponential(mean: number): number {
    return -Math.log(1 - this.fraction()) * mean
  }

  /** A copy in random order. */
  shuffle<T>(values: readonly T[]): T[] {
    const copy = [...values]
    for (let index = copy.length - 1; index > 0; index--) {
      const other = Math.floor(this.fraction() * (index + 1))
      ;[copy[index], copy[other]] = [copy[other]!, copy[index]!]
    }
    return copy
  }

  /** `length` random hexadecimal digits. */
  hex(length: number): string {
    let text = ''
    while (text.length < length) text += this.bits().toString(16).padStart(8, '0')
    return text.slice(0, length)
  }
}

/** A table of weighted values that picks one in logarithmic time. */
export class WeightedTable<T> {
  private readonly sums: number[] = []
  private total = 0

  constructor(
    private readonly values: readonly T[],
    weightOf: (value: T) => number,
  ) {
    for (const value of values) this.sums.push((this.total += weightOf(value)))
  }

  pick(random: Random): T {
    const wanted = random.fraction() * this.total
    let low = 0
    let high = this.sums.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.sums[middle]! > wanted) high = middle
      else low = middle + 1
    }
    return this.values[low]!
  }
}

/**
 * Distributes `total` over parts by weight, as integers whose sum is exactly `total`. If there are enough
 * units, each part gets at least one.
 */
export function shareOut(total: number, weights: readonly number[]): number[] {
  const least = total >= weights.length ? 1 : 0
  const rest = total - least * weights.length
  const sum = weights.reduce((left, right) => left + right, 0)
  let passed = 0
  let given = 0
  return weights.map((weight) => {
    passed += weight
    const upTo = Math.min(rest, Math.round((passed / sum) * rest))
    const part = upTo - given
    given = upTo
    return least + part
  })
}

function mix(value: number): number {
  let mixed = (value | 0) ^ 0x9e3779b9
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
