/** Reactions by emoji. */
import type { Statistic } from './statistic.ts'

export const reactions: Statistic = {
  name: 'reactions',
  source: '`activity`',
  means: 'Reactions by emoji.',
  limits: 'Custom emoji with the same name are counted as one.',
  tables: [
    {
      name: 'reactions',
      rowPer: 'emoji',
      sql: `CREATE VIEW reactions AS
SELECT
  extra_field_1 AS emoji_name,
  extra_field_2 = '1' AS is_custom,
  sum(occurence_count) AS reaction_count
FROM activity
WHERE event_name = 'add_reaction'
GROUP BY extra_field_1, extra_field_2`,
    },
  ],
}
