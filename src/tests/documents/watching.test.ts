/**
 * The documents about monitoring agree with the code: the metrics, the events, and every query of the
 * dashboard and the alerts.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'bun:test'
import { alertsTable, eventsTable, metricsTable } from '../../../scripts/print-watching.ts'
import { logEvents } from '../../telemetry/log-events.ts'
import { createMetrics } from '../../telemetry/metrics.ts'

const docs = join(import.meta.dir, '../../../docs')
const text = readFileSync(join(docs, 'watching.md'), 'utf8')
const dashboard = JSON.parse(readFileSync(join(docs, 'grafana-dashboard.json'), 'utf8')) as Dashboard
const described = createMetrics().registry.descriptions()

interface Dashboard {
  panels: { id: number; title: string; type: string; gridPos: Box; targets?: { expr: string }[] }[]
  templating: { list: { name: string; query: string | { query: string } }[] }
}
interface Box {
  x: number
  y: number
  w: number
  h: number
}

test('the tables equal the output of scripts/print-watching.ts', () => {
  expect(marked('alerts')).toBe(alertsTable())
  expect(marked('metrics')).toBe(metricsTable())
  expect(marked('events')).toBe(eventsTable())
})

test('every metric and every event has a row', () => {
  const rows = text.split('\n').map((line) => /^\| `([\w]+)` \|/.exec(line)?.[1])
  for (const { name } of described) expect(rows).toContain(name)
  for (const event of Object.keys(logEvents)) expect(rows).toContain(event)
})

const queries = [
  ...dashboard.panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }): [string, string] => [title, expr]),
  ),
  ...alerts().map((expr): [string, string] => ['alert', expr]),
]

describe('every query uses existing metrics, and labels that they have', () => {
  test.each(queries)('%s: %s', (_, query) => expect(problemsOf(query)).toEqual([]))
})

test('the check of queries reports wrong queries', () => {
  expect(queries.length).toBeGreaterThan(40)
  expect(problemsOf('sum(rate(dumpus_nothing_total[5m]))')).toEqual(['no metric dumpus_nothing_total'])
  expect(problemsOf('dumpus_job_duration_seconds{outcome="ok"}')).toContain(
    'no metric dumpus_job_duration_seconds',
  )
  expect(problemsOf('sum by (colour) (dumpus_keys_held)')).toEqual(['no label colour'])
  expect(problemsOf('dumpus_jobs_total{step="x"}')).toEqual(['no label step'])
  expect(problemsOf('rate(dumpus_keys_held[5m])')).toEqual(['a rate of the gauge dumpus_keys_held'])
  expect(problemsOf('sum(dumpus_keys_held')).toEqual(['brackets'])
  expect(problemsOf('1 + 1')).toEqual(['no metric at all'])
})

test('every metric except the start time is on the dashboard or in an alert', () => {
  const all = queries.map(([, query]) => query).join('\n')
  const missing = described
    .filter(({ name }) => !new RegExp(`\\b${name}(_bucket)?\\b`).test(all))
    .map(({ name }) => name)
  expect(missing).toEqual(['process_start_time_seconds'])
})

test('panels have unique ids and do not overlap', () => {
  const { panels } = dashboard
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
  for (const one of panels) {
    const under = panels.filter(({ id, gridPos }) => id > one.id && overlaps(one.gridPos, gridPos))
    expect([one.title, under.map(({ title }) => title)]).toEqual([one.title, []])
    expect(one.gridPos.x + one.gridPos.w).toBeLessThanOrEqual(24)
  }
  expect(dashboard.templating.list.map(({ name }) => name)).toEqual(['source', 'instance'])
})

/**
 * What is wrong with a query: unknown metrics or labels, a rate of a gauge, unbalanced brackets. Labels that
 * Prometheus adds are accepted.
 */
function problemsOf(query: string): string[] {
  const names = [...query.matchAll(/\b(?:dumpus|process)_[a-z_]+\b/g)].map((match) => match[0])
  if (names.length === 0) return ['no metric at all']
  const found = names.map((name) => ({
    name,
    metric: described.find((metric) => seriesOf(metric).includes(name)),
  }))
  const labels = new Set(found.flatMap(({ metric }) => metric?.labels ?? []).concat('instance', 'job', 'le'))
  const selectors = [...query.matchAll(/\{([^}]*)\}/g)].flatMap(([, inner]) =>
    [...inner!.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map((match) => match[1]!),
  )
  const groups = [...query.matchAll(/\b(?:by|on) \(([^)]*)\)/g)].flatMap(([, inner]) => inner!.split(/,\s*/))
  const isBalanced = [...'(){}[]'].every((sign, index, signs) =>
    index % 2 === 0 ? query.split(sign).length === query.split(signs[index + 1]!).length : true,
  )
  const rated = [...query.matchAll(/\b(?:rate|increase)\(([a-z_]+)/g)].map((match) => match[1]!)
  return [
    ...found.filter(({ metric }) => !metric).map(({ name }) => `no metric ${name}`),
    ...[...new Set([...selectors, ...groups])]
      .filter((label) => !labels.has(label))
      .map((label) => `no label ${label}`),
    ...rated
      .filter((name) => described.some((metric) => metric.name === name && metric.kind === 'gauge'))
      .map((name) => `a rate of the gauge ${name}`),
    ...(isBalanced ? [] : ['brackets']),
  ]
}

function seriesOf({ name, kind }: (typeof described)[number]): string[] {
  return kind === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name]
}

function alerts(): string[] {
  return [...marked('alerts').matchAll(/^\| `\w+` \| `(.+?)`/gm)].map((match) => match[1]!)
}

function overlaps(one: Box, other: Box): boolean {
  const apart =
    one.x + one.w <= other.x ||
    other.x + other.w <= one.x ||
    one.y + one.h <= other.y ||
    other.y + other.h <= one.y
  return !apart
}

function marked(name: string): string {
  return text.split(`<!-- ${name} -->`)[1]?.split(`<!-- /${name} -->`)[0]?.trim() ?? ''
}
