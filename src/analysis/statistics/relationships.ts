/** Counts the owner's relationships by kind and by the year in which they began. */
import { textOf } from '../../data-package/records/fields.ts'
import type { JsonObject } from '../../data-package/records/json.ts'
import { dayOf, parseInstant } from '../../instant.ts'
import type { Statistic } from './statistic.ts'

interface RelationshipCount {
  /** The name in Discord's API; OTHER for unknown kinds. */
  type: string
  /** The year in which the relationship began. Null when the record has no date, as in most packages. */
  year: number | null
  count: number
}

/** Types were numbers until 2024, and have been names since. Source: Discord's API, relationship types. */
const types: { [written: string]: string } = {
  1: 'FRIEND',
  2: 'BLOCKED',
  3: 'PENDING_INCOMING',
  4: 'PENDING_OUTGOING',
  5: 'IMPLICIT',
  6: 'SUGGESTION',
}
const names = new Set(Object.values(types))
const other = 'OTHER'

export const relationships: Statistic = {
  name: 'relationships',
  source: '`relationships` of user.json',
  means: 'Counts by type, and by year where `since` is present.',
  limits: 'At the time of the export; older packages have no year.',
  tables: [
    {
      name: 'relationships',
      rowPer: 'type and year',
      sql: `CREATE TABLE relationships (
  type TEXT NOT NULL,
  since_year INTEGER,
  relationship_count INTEGER NOT NULL
)`,
      rows: ({ contents: { account } }) =>
        countRelationships(account?.relationshipRecords ?? []).map(({ type, year, count }) => [
          type,
          year,
          count,
        ]),
    },
  ],
}

/** Counts the records of user.json, sorted by type and year. */
function countRelationships(records: readonly JsonObject[]): RelationshipCount[] {
  const counts = new Map<string, RelationshipCount>()
  for (const record of records) {
    const type = typeOf(record.type)
    const sinceMs = parseInstant(record.since)
    const year = sinceMs === null ? null : Number(dayOf(sinceMs).slice(0, 4))
    const key = `${type} ${year ?? ''}`
    const known = counts.get(key) ?? { type, year, count: 0 }
    counts.set(key, { ...known, count: known.count + 1 })
  }
  return [...counts.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, count]) => count)
}

function typeOf(value: unknown): string {
  const written = textOf(value) ?? ''
  if (Object.hasOwn(types, written)) return types[written]!
  return names.has(written) ? written : other
}
