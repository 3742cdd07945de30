/**
 * Prints the metrics, the alerts and the events of the log as Markdown. With --write, inserts the tables into
 * docs/watching.md.
 *
 *     bun scripts/print-watching.ts [--write]
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type EventDescription, logEvents } from '../src/telemetry/log-events.ts'
import { createMetrics } from '../src/telemetry/metrics.ts'
import { markdownTable, writeTable } from './marked-table.ts'

/** One line per metric, in the order in which the server exports them. */
export function metricsTable(): string {
  const rows = createMetrics()
    .registry.descriptions()
    .map(({ name, kind, labels, help }) => [`\`${name}\``, kind, coded(labels), help])
  return markdownTable([['Metric', 'Kind', 'Labels', 'What it measures'], ...rows])
}

/** One line per event, in the order of the code's table. */
export function eventsTable(): string {
  const rows = Object.entries<EventDescription>(logEvents).map(([event, { level, fields, help }]) => [
    `\`${event}\``,
    level,
    coded(fields),
    help,
  ])
  return markdownTable([['Event', 'Level', 'Fields', 'What happened'], ...rows])
}

interface Rule {
  alert: string
  expr: string
  for?: string
  annotations: { summary: string }
}

/** One line per alert, in the order of the file. */
export function alertsTable(): string {
  const { groups } = Bun.YAML.parse(readFileSync(join(import.meta.dir, '../deploy/alerts.yml'), 'utf8')) as {
    groups: { rules: Rule[] }[]
  }
  const rows = groups
    .flatMap(({ rules }) => rules)
    .map(({ alert, expr, for: duration, annotations }) => [
      `\`${alert}\``,
      `\`${expr}\`${duration ? ` for ${duration}` : ''}`,
      annotations.summary,
    ])
  return markdownTable([['Alert', 'Expression', 'Means'], ...rows])
}

function coded(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(' ')
}

if (import.meta.main) {
  const tables = { alerts: alertsTable(), metrics: metricsTable(), events: eventsTable() }
  for (const [name, table] of Object.entries(tables)) {
    if (process.argv.includes('--write')) writeTable('docs/watching.md', name, table)
    else process.stdout.write(`${table}\n\n`)
  }
}
