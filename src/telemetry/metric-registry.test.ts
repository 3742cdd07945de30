/** The registry's text contains the counted values, and a strict parser of the format accepts it. */
import { describe, expect, test } from 'bun:test'
import { MetricRegistry } from './metric-registry.ts'
import { parsePrometheusText, valueOf } from '../tests/support/judges/prometheus-text.ts'

test('counters, gauges and histograms', () => {
  const registry = new MetricRegistry()
  const jobs = registry.counter('jobs_total', 'Jobs', ['outcome', 'detail'])
  const bytes = registry.counter('bytes_total', 'Bytes')
  const waiting = registry.gauge('waiting', 'Waiting')
  const seconds = registry.histogram('job_seconds', 'Durations', [0.1, 1, 10], ['step'])
  jobs.add({ outcome: 'failed', detail: 'disk_full' })
  jobs.add({ detail: 'disk_full', outcome: 'failed' }, 2)
  jobs.add({ outcome: 'finished', detail: '' })
  waiting.set({}, 7)
  waiting.set({}, 5)
  for (const value of [0.05, 0.1, 0.5, 99, NaN]) seconds.observe({ step: 'download' }, value)

  const families = parsePrometheusText(registry.text())
  expect([...families.keys()]).toEqual(['jobs_total', 'bytes_total', 'waiting', 'job_seconds'])
  expect(valueOf(families, 'jobs_total', { outcome: 'failed', detail: 'disk_full' })).toBe(3)
  expect(valueOf(families, 'jobs_total', { outcome: 'finished', detail: '' })).toBe(1)
  expect(valueOf(families, 'waiting')).toBe(5)
  expect(families.get('bytes_total')!.samples).toEqual([{ name: 'bytes_total', labels: {}, value: 0 }])
  const bucket = (le: string) => valueOf(families, 'job_seconds_bucket', { step: 'download', le })
  expect([bucket('0.1'), bucket('1'), bucket('10'), bucket('+Inf')]).toEqual([2, 3, 3, 4])
  expect(valueOf(families, 'job_seconds_sum', { step: 'download' })).toBeCloseTo(99.65)
  bytes.add({}, 12)
  waiting.clear()
  const later = parsePrometheusText(registry.text())
  expect([valueOf(later, 'bytes_total'), later.has('waiting')]).toEqual([12, false])
})

test('characters with a meaning in the format', () => {
  const registry = new MetricRegistry()
  const value = 'a"b\\c\nd,e="f"} 1'
  registry.gauge('odd', 'Two\nlines \\ one', ['label']).set({ label: value }, Infinity)
  const [family] = parsePrometheusText(registry.text()).values()
  expect(family).toEqual({
    ...{ name: 'odd', type: 'gauge', help: 'Two\\nlines \\\\ one' },
    samples: [{ name: 'odd', labels: { label: value }, value: Infinity }],
  })
})

test('a label that got values from outside by mistake does not fill the memory', () => {
  const registry = new MetricRegistry()
  const counter = registry.counter('requests_total', 'Requests', ['path'])
  const histogram = registry.histogram('request_seconds', 'Durations', [1], ['path'])
  for (let path = 0; path < 5000; path++) {
    counter.add({ path })
    histogram.observe({ path }, 0.5)
  }
  counter.add({ path: 1 })
  const families = parsePrometheusText(registry.text())
  expect(families.get('requests_total')!.samples).toHaveLength(1000)
  expect(valueOf(families, 'requests_total', { path: '1' })).toBe(2)
  expect(families.get('request_seconds')!.samples).toHaveLength(4 * 1000)
})

describe('the parser of these tests refuses', () => {
  const head = '# HELP a_total A\n# TYPE a_total counter\n'
  test.each([
    ['a truncated text', `${head}a_total 1`],
    ['a metric without its type', '# HELP a_total A\na_total 1\n'],
    ['a type without samples', head],
    ['a repeated metric', `${head}a_total 1\n${head}a_total 1\n`],
    ['a repeated series', `${head}a_total{b="c"} 1\na_total{b="c"} 2\n`],
    ['a sample of another metric', `${head}b_total 1\n`],
    ['a counter below 0', `${head}a_total -1\n`],
    ['a counter that is not a number', `${head}a_total one\n`],
    ['two spaces', `${head}a_total  1\n`],
    ['a label without quotes', `${head}a_total{b=c} 1\n`],
    ['a label without an end', `${head}a_total{b="c} 1\n`],
    ['a label twice', `${head}a_total{b="c",b="d"} 1\n`],
    ['a comma too many', `${head}a_total{b="c",} 1\n`],
    ['an unknown escape', `${head}a_total{b="\\t"} 1\n`],
    ['a hyphen in a name', '# HELP a-b A\n# TYPE a-b gauge\na-b 1\n'],
    ['buckets without +Inf', '# HELP h H\n# TYPE h histogram\nh_bucket{le="1"} 1\nh_sum 1\nh_count 1\n'],
    [
      'buckets that are not cumulative',
      '# HELP h H\n# TYPE h histogram\nh_bucket{le="1"} 2\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n',
    ],
    [
      'a count that differs from the buckets',
      '# HELP h H\n# TYPE h histogram\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 2\n',
    ],
  ])('%s', (_, text) => expect(() => parsePrometheusText(text)).toThrow())
})
