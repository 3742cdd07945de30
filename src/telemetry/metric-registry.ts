/** Counters, gauges and histograms in memory, and their text for Prometheus (exposition format 0.0.4). */

export type Kind = 'counter' | 'gauge' | 'histogram'

/**
 * The description of a metric. Its name contains the unit, if there is one. Names of counters end with
 * `_total`.
 */
export interface Description {
  name: string
  kind: Kind
  help: string
  labels: readonly string[]
}

type Labels<Name extends string> = Record<Name, string | number>

export interface Counter<Name extends string = never> {
  add(labels: Labels<Name>, amount?: number): void
}

export interface Gauge<Name extends string = never> {
  set(labels: Labels<Name>, value: number): void
  /** Removes all values, for metrics that cannot be measured at the moment. */
  clear(): void
}

export interface Histogram<Name extends string = never> {
  observe(labels: Labels<Name>, value: number): void
}

/**
 * Limit on label combinations per metric. All labels have few values, which come from tables in the code. If
 * a label ever had values from outside, further values would be dropped instead of filling the memory.
 */
const combinationsMax = 1000

interface Metric {
  description: Description
  /** The lines without HELP and TYPE. */
  lines(): string[]
}

/** The metrics of one process. */
export class MetricRegistry {
  readonly #metrics: Metric[] = []
  readonly #measurements: (() => void)[] = []

  /**
   * `known` are label values that are exported as 0 from the start, because the first event of a counter
   * shows as an increase only if the counter began at 0. Other values are counted, too.
   */
  counter<const Name extends string = never>(
    name: string,
    help: string,
    labels: readonly Name[] = [],
    known: Iterable<Labels<Name>> = labels.length === 0 ? [{} as Labels<Name>] : [],
  ): Counter<Name> {
    const values = this.#values('counter', name, help, labels)
    for (const given of known) values.change(written(labels, given), (value) => value)
    return { add: (given, amount = 1) => values.change(written(labels, given), (value) => value + amount) }
  }

  gauge<const Name extends string = never>(
    name: string,
    help: string,
    labels: readonly Name[] = [],
  ): Gauge<Name> {
    const values = this.#values('gauge', name, help, labels)
    return {
      set: (given, value) => values.change(written(labels, given), () => value),
      clear: () => values.clear(),
    }
  }

  /** `bounds` are the upper bounds of the buckets in ascending order. `known` is as for a counter. */
  histogram<const Name extends string = never>(
    name: string,
    help: string,
    bounds: readonly number[],
    labels: readonly Name[] = [],
    known: Iterable<Labels<Name>> = labels.length === 0 ? [{} as Labels<Name>] : [],
  ): Histogram<Name> {
    const series = new Map<string, { counts: number[]; sum: number; count: number }>()
    this.#metrics.push({
      description: { name, kind: 'histogram', help, labels },
      lines: () =>
        [...series].flatMap(([label, { counts, sum, count }]) => [
          ...bounds.map((bound, index) =>
            line(`${name}_bucket`, joined(label, `le="${bound}"`), counts[index]!),
          ),
          line(`${name}_bucket`, joined(label, 'le="+Inf"'), count),
          line(`${name}_sum`, label, sum),
          line(`${name}_count`, label, count),
        ]),
    })
    const entryOf = (label: string) => {
      const found = series.get(label)
      if (found || series.size >= combinationsMax) return found
      const made = { counts: bounds.map(() => 0), sum: 0, count: 0 }
      series.set(label, made)
      return made
    }
    for (const given of known) entryOf(written(labels, given))
    return {
      observe(given, value) {
        const entry = entryOf(written(labels, given))
        if (!entry || Number.isNaN(value)) return
        for (let index = bounds.length - 1; index >= 0 && value <= bounds[index]!; index--)
          entry.counts[index]!++
        entry.sum += value
        entry.count++
      },
    }
  }

  /** Registers a measurement that is taken only when the metrics are read. */
  beforeReading(measure: () => void): void {
    this.#measurements.push(measure)
  }

  /** All metrics, in order of creation. */
  descriptions(): Description[] {
    return this.#metrics.map(({ description }) => description)
  }

  /** The text of all values. It is sent with `metricsContentType`. */
  text(): string {
    for (const measure of this.#measurements) measure()
    return this.#metrics
      .map((metric) => ({ ...metric.description, lines: metric.lines() }))
      .filter(({ lines }) => lines.length > 0)
      .map(({ name, kind, help, lines }) =>
        [
          `# HELP ${name} ${help.replace(/\\/g, '\\\\').replace(/\n/g, '\\n')}`,
          `# TYPE ${name} ${kind}`,
          ...lines,
          '',
        ].join('\n'),
      )
      .join('')
  }

  #values(kind: Kind, name: string, help: string, labels: readonly string[]) {
    const values = new Map<string, number>()
    this.#metrics.push({
      description: { name, kind, help, labels },
      lines: () => [...values].map(([label, value]) => line(name, label, value)),
    })
    return {
      change(label: string, change: (value: number) => number) {
        if (!values.has(label) && values.size >= combinationsMax) return
        values.set(label, change(values.get(label) ?? 0))
      },
      clear: () => values.clear(),
    }
  }
}

export const metricsContentType = 'text/plain; version=0.0.4; charset=utf-8'

/** `a="1",b="2"`, in the order of the metric's labels. */
function written<Name extends string>(names: readonly Name[], given: Labels<Name>): string {
  return names.map((name) => `${name}="${escaped(String(given[name]))}"`).join(',')
}

function escaped(value: string): string {
  // Nearly all values need no escapes.
  if (!/["\\\n]/.test(value)) return value
  return value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')
}

function joined(label: string, more: string): string {
  return label === '' ? more : `${label},${more}`
}

function line(name: string, label: string, value: number): string {
  const number = Number.isFinite(value)
    ? String(value)
    : Number.isNaN(value)
      ? 'NaN'
      : value > 0
        ? '+Inf'
        : '-Inf'
  return `${name}${label === '' ? '' : `{${label}}`} ${number}`
}
