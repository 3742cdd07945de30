/**
 * The activity gaps of two packages together. A folder has a gap when neither package has a line in it for at
 * least 28 days. The gaps of each package, and the times before its first and after its last line, contain
 * all such periods, so the result is exact.
 */
import { activityFolders } from '../../data-package/archive/activity-folders.ts'
import { type Schemas, rowsOf } from './both.ts'

/** The same limit as in statistics/tracking-gaps.ts. */
const gapDaysMin = 28
/** Days that are before and after all real days. */
const [ever, never] = [-1_000_000, 1_000_000]

const dayNumber = (column: string) => `unixepoch(${column}) / 86400`

/** Needs `coverage` of both schemas if they have it, and the merged `activity`. */
export function trackingGapsSql(schemas: Schemas): string {
  const gaps = rowsOf(schemas, 'tracking_gaps', ['source', 'reason', 'first_day', 'last_day'])
  const columns = ['source', 'first_day', 'last_day']
  const hasCoverage = schemas.older.has('coverage') || schemas.newer.has('coverage')
  const folders = hasCoverage
    ? rowsOf(schemas, 'coverage', columns)
    : `(SELECT 0 AS age, NULL AS source LIMIT 0)`
  return `WITH days AS MATERIALIZED (SELECT day, sum(occurence_count) AS messages FROM activity
  WHERE event_name = 'message_sent' GROUP BY day),
found AS (SELECT age, source, reason, first_day, last_day FROM ${gaps}),
sources AS (SELECT DISTINCT source FROM found WHERE reason = 'no_events' UNION SELECT source FROM ${folders}
  WHERE source IN (${activityFolders.map((folder) => `'${folder}'`).join(', ')})),
ages AS (SELECT 0 AS age UNION ALL SELECT 1),
spans AS (SELECT a.age, s.source, f.first_day, f.last_day FROM ages a JOIN sources s
  LEFT JOIN ${folders} f ON f.age = a.age AND f.source = s.source),
missing AS (
  SELECT age, source, ${dayNumber('first_day')} AS first, ${dayNumber('last_day')} AS last FROM found
  WHERE reason = 'no_events'
  UNION SELECT age, source, ${ever}, coalesce(${dayNumber('first_day')} - 1, ${never}) FROM spans
  UNION SELECT age, source, coalesce(${dayNumber('last_day')} + 1, ${ever}), ${never} FROM spans),
silent AS (SELECT DISTINCT o.source, max(o.first, n.first) AS first, min(o.last, n.last) AS last
  FROM missing o JOIN missing n ON n.source = o.source WHERE o.age = 0 AND n.age = 1),
-- If one package says that a control is still off, and the other when it was turned on, the other is right.
off AS (SELECT DISTINCT source, first_day, coalesce(last_day, (SELECT min(t.last_day) FROM found t
    WHERE t.reason = 'turned_off' AND t.source = found.source AND t.last_day >= found.first_day), '9999') AS last_day
  FROM found WHERE reason = 'turned_off'),
following AS (SELECT *, max(last_day) OVER (PARTITION BY source ORDER BY first_day, last_day
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS off_until FROM off),
united AS (SELECT *, sum(off_until IS NULL OR first_day >= off_until)
    OVER (PARTITION BY source ORDER BY first_day, last_day) AS number FROM following),
merged AS (
  SELECT source, 'no_events' AS reason, date(first * 86400, 'unixepoch') AS first_day,
    date(last * 86400, 'unixepoch') AS last_day
  FROM silent WHERE first > ${ever} AND last < ${never} AND last - first + 1 >= ${gapDaysMin}
  UNION ALL SELECT source, 'turned_off', min(first_day), nullif(max(last_day), '9999')
  FROM united GROUP BY source, number)
SELECT source, reason, first_day, last_day, (SELECT coalesce(sum(messages), 0) FROM days
  WHERE day BETWEEN merged.first_day AND coalesce(merged.last_day, '9999')) AS message_count
FROM merged ORDER BY first_day, source, reason`
}
