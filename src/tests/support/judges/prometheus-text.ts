/**
 * Parses the Prometheus text format 0.0.4 strictly: anything that a scraper might refuse or misunderstand is
 * an error.
 */

export interface Sample {
  name: string
  labels: Record<string, string>
  value: number
}

export interface Family {
  name: string
  type: string
  help: string
  samples: Sample[]
}

const metricName = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/
const types = ['counter', 'gauge', 'histogram']

/** The families by name. Throws an error that names the wrong line or family. */
export function parsePrometheusText(text: string): Map<string, Family> {
  const families = new Map<string, Family>()
  let current: Family | null = null
  if (text !== '' && !text.endsWith('\n')) throw new Error('the last line has no line feed')
  for (const line of text.split('\n').slice(0, -1)) {
    const [, word, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? []
    if (word === 'HELP') {
      if (!metricName.test(name) || families.has(name)) fail(line, 'a malformed or repeated name')
      if (!/^([^\\]|\\[\\n])+$/.test(rest)) fail(line, 'no help text, or a wrong escape in it')
      current = { name, help: rest, type: '', samples: [] }
      families.set(name, current)
    } else if (word === 'TYPE') {
      if (current?.name !== name || current.type !== '' || current.samples.length > 0)
        fail(line, 'TYPE out of place')
      if (!types.includes(rest)) fail(line, 'an unknown type')
      current.type = rest
    } else {
      const sample = readSample(line)
      if (!current?.type || !namesOf(current).includes(sample.name))
        fail(line, 'a sample that is not below the TYPE of its metric')
      current.samples.push(sample)
    }
  }
  for (const family of families.values()) checkFamily(family)
  return families
}

/** The value of one series, or 0 if it does not exist; `labels` must be complete. */
export function valueOf(
  families: Map<string, Family>,
  name: string,
  labels: Record<string, string> = {},
): number {
  const family = [...families.values()].find((candidate) => namesOf(candidate).includes(name))
  return family?.samples.find((sample) => seriesOf(sample) === seriesOf({ name, labels }))?.value ?? 0
}

function namesOf({ name, type }: Family): string[] {
  return type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name]
}

function readSample(line: string): Sample {
  const [, name = '', , inner, number = ''] =
    /^([^\s{]+)(\{(.*)\})? (\S+)$/.exec(line) ?? fail(line, 'not a sample')
  if (!metricName.test(name)) fail(line, 'a malformed name')
  const labels: Record<string, string> = {}
  let rest = inner ?? ''
  while (rest !== '') {
    const [whole, label, value] =
      /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,(?=.)|$)/.exec(rest) ??
      fail(line, 'a malformed label')
    if (label! in labels || label!.startsWith('__')) fail(line, 'a label comes twice, or is reserved')
    labels[label!] = value!.replace(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign))
    rest = rest.slice(whole.length)
  }
  const special: Record<string, number> = { NaN: NaN, '+Inf': Infinity, '-Inf': -Infinity }
  if (!(number in special) && !/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(number))
    fail(line, 'not a number')
  return { name, labels, value: special[number] ?? Number(number) }
}

function checkFamily({ name, type, samples }: Family): void {
  if (type === '' || samples.length === 0) fail(name, 'without type or samples')
  const series = samples.map(seriesOf)
  if (new Set(series).size !== series.length) fail(name, 'the same series twice')
  if (type === 'counter' && (!name.endsWith('_total') || samples.some(({ value }) => !(value >= 0)))) {
    fail(name, 'a counter without _total, or below 0')
  }
  if (type === 'histogram') checkHistogram(name, samples)
}

function checkHistogram(name: string, samples: Sample[]): void {
  const groups = Map.groupBy(samples, ({ labels: { le: _, ...labels } }) => seriesOf({ name, labels }))
  for (const group of groups.values()) {
    const buckets = group.filter((sample) => sample.name === `${name}_bucket`)
    const bounds = buckets.map(({ labels }) => (labels.le === '+Inf' ? Infinity : Number(labels.le)))
    const counts = buckets.map(({ value }) => value)
    const isRising = (values: number[], isStrict: boolean) =>
      values.every(
        (value, index) =>
          index === 0 || (isStrict ? value > values[index - 1]! : value >= values[index - 1]!),
      )
    if (!isRising(bounds, true) || bounds.at(-1) !== Infinity) fail(name, 'buckets that do not rise to +Inf')
    if (!isRising(counts, false)) fail(name, 'buckets that are not cumulative')
    const [count] = group.filter((sample) => sample.name === `${name}_count`)
    if (count?.value !== counts.at(-1)) fail(name, 'a count that differs from the bucket +Inf')
    if (group.filter((sample) => sample.name === `${name}_sum`).length !== 1) fail(name, 'no sum')
  }
}

function seriesOf({ name, labels }: Pick<Sample, 'name' | 'labels'>): string {
  return JSON.stringify([name, Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1))])
}

function fail(where: string, what: string): never {
  throw new Error(`${what}: ${where}`)
}
