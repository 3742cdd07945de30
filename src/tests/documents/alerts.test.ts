/**
 * Checks the alerts of deploy/alerts.yml with Prometheus's own program: the rules are valid, and in each case
 * exactly one alert fires, and none before.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'bun:test'
import { createMetrics, type Metrics } from '../../telemetry/metrics.ts'
import { countJobsFromZero } from '../../worker/job-steps.ts'
import { parsePrometheusText } from '../support/judges/prometheus-text.ts'

const rulesFile = join(import.meta.dir, '../../../deploy/alerts.yml')
const { groups } = Bun.YAML.parse(readFileSync(rulesFile, 'utf8')) as {
  groups: {
    rules: {
      alert: string
      expr: string
      labels: Record<string, string>
      annotations: Record<string, string>
    }[]
  }[]
}
const rules = groups.flatMap(({ rules }) => rules)
const target = { instance: 'server:5000', job: 'dumpus' }

interface Case {
  /** Changes the metrics of a healthy server; null means that the server is gone. */
  happens: ((metrics: Metrics) => void) | null
  /** The labels of the alert, in addition to those of the server. */
  labels?: Record<string, string>
}

const cases: Record<string, Case> = {
  DumpusServerGone: { happens: null },
  DumpusDatabaseDown: {
    happens: ({ databaseUp }) => databaseUp.set({}, 0),
  },
  DumpusWorkersDown: {
    happens: ({ workersAlive }) => workersAlive.set({}, 0),
  },
  DumpusRequestsFail: {
    happens: ({ requests }) =>
      requests.add({ method: 'GET', route: '/process/:id/status', status: 503 }, 1000),
  },
  DumpusQueueFills: { happens: ({ queueAwaited }) => queueAwaited.set({}, 8100) },
  DumpusDiskFills: {
    happens: ({ diskFree }) => diskFree.set({ folder: 'data' }, 4e9),
    labels: { folder: 'data' },
  },
  DumpusInternalError: {
    happens: ({ jobs }) => jobs.add({ outcome: 'failed', detail: 'internal' }),
    labels: { outcome: 'failed', detail: 'internal' },
  },
  DumpusErrorLogged: {
    happens: ({ logEvents }) => logEvents.add({ level: 'error', event: 'job_failed' }),
    labels: { level: 'error', event: 'job_failed' },
  },
}

const asked = new Set(rules.flatMap(({ expr }) => expr.match(/\bdumpus_\w+/g) ?? []))
const folder = mkdtempSync(join(tmpdir(), 'dumpus-alerts-'))
afterAll(() => rmSync(folder, { recursive: true }))
const program = Bun.which('promtool')

test('every alert has a case here, and a summary', () => {
  expect(rules.map(({ alert }) => alert).sort()).toEqual(Object.keys(cases).sort())
  for (const { annotations } of rules) expect(annotations.summary!.length).toBeGreaterThan(10)
})

if (program === null && !existsSync('/usr/bin/apt-get'))
  console.error('promtool is not installed: the alerts are not tested')
else {
  test('the rules are well-formed', () => promtool('check', 'rules', rulesFile))

  test('Prometheus accepts the configuration in docs/watching.md', () => {
    const text = readFileSync(join(import.meta.dir, '../../../docs/watching.md'), 'utf8')
    const parts = [...text.matchAll(/^```yaml\n(# prometheus\.yml\n[\s\S]*?)^```$/gm)].map(
      ([, part]) => part!,
    )
    expect(parts.length).toBe(2)
    const token = join(folder, 'token')
    writeFileSync(token, 'token')
    const file = join(folder, 'prometheus.yml')
    // Replaces the documented paths with paths of files that exist.
    const whole = parts
      .join('')
      .replaceAll('/etc/dumpus-metrics-token', token)
      .replaceAll('/etc/prometheus/dumpus-alerts.yml', rulesFile)
    expect(whole).toContain(token)
    expect(whole).toContain(rulesFile)
    writeFileSync(file, whole)
    promtool('check', 'config', file)
  })

  test('in each case exactly one alert fires, and none before', () => {
    const file = join(folder, 'alerts.yml')
    const tests = Object.entries(cases).map(([alert, { happens, labels = {} }]) => {
      const { labels: ownLabels, annotations } = rules.find((rule) => rule.alert === alert)!
      const fired = {
        exp_labels: { ...(happens ? target : {}), ...labels, ...ownLabels },
        exp_annotations: annotations,
      }
      return {
        name: alert,
        interval: '1m',
        input_series: seriesOf(happens),
        alert_rule_test: Object.keys(cases).flatMap((alertname) => [
          { eval_time: '20m', alertname, exp_alerts: [] },
          { eval_time: '40m', alertname, exp_alerts: alertname === alert ? [fired] : [] },
        ]),
      }
    })
    writeFileSync(file, JSON.stringify({ rule_files: [rulesFile], evaluation_interval: '1m', tests }))
    promtool('test', 'rules', file)
  }, 60_000)
}

/** The exported samples of a server: 30 healthy minutes, then the case's change, then 30 more minutes. */
function seriesOf(happens: Case['happens']): { series: string; values: string }[] {
  const metrics = createMetrics()
  countJobsFromZero(metrics)
  metrics.build.set({ version: '1.0.0', bun: '1.0.0' }, 1)
  metrics.databaseUp.set({}, 1)
  metrics.workersAlive.set({}, 1)
  metrics.queueMax.set({}, 10_000)
  // Packages of absent owners do not count against the limit.
  metrics.queueWaiting.set({ queue: 'standard' }, 20_000)
  metrics.queueAwaited.set({}, 3)
  metrics.queueWaiting.set({ queue: 'premium' }, 0)
  for (const folder of ['data', 'spool']) metrics.diskFree.set({ folder }, 100e9)
  metrics.requests.add({ method: 'GET', route: '/process/:id/status', status: 503 }, 0)
  const before = samplesOf(metrics)
  // Failing requests continue every minute; every other change happens once.
  const after = Array.from({ length: 30 }, (_, minute) => {
    if (minute === 0 || happens === cases.DumpusRequestsFail!.happens) happens?.(metrics)
    return samplesOf(metrics)
  })
  return [...before].map(([series, value]) => ({
    series,
    values: [
      ...Array.from({ length: 30 }, () => value),
      ...after.map((samples) => (happens ? samples.get(series)! : 'stale')),
    ].join(' '),
  }))
}

/** Samples by name and labels, including the labels that Prometheus adds. */
function samplesOf({ registry }: Metrics): Map<string, number> {
  const families = [...parsePrometheusText(registry.text()).values()]
  // Histograms and metrics that no alert uses would only cost time.
  const samples = families.filter(({ name }) => asked.has(name)).flatMap((family) => family.samples)
  return new Map(
    samples.map(({ name, labels, value }) => {
      const written = Object.entries({ ...labels, ...target }).map(
        ([label, text]) => `${label}=${JSON.stringify(text)}`,
      )
      return [`${name}{${written.join(',')}}`, value]
    }),
  )
}

function promtool(...args: string[]): void {
  if (program === null) throw new Error('promtool is not installed: apt-get install prometheus')
  const { exitCode, stdout, stderr } = Bun.spawnSync([program, ...args])
  if (exitCode !== 0) throw new Error(`promtool ${args.join(' ')}:\n${stdout.toString()}${stderr.toString()}`)
}
