/** Question: the reactions by emoji and year. */
import { numberOf, type Question, textOf } from '../question.ts'
import type { Reaction } from '../types.ts'

export interface ReactionYear extends Reaction {
  year: number
}

export const reactionsQuestion: Question<ReactionYear> = {
  name: 'reactions',
  needs: { activity: [] },
  sql: `SELECT extra_field_1 AS emoji, extra_field_2 = '1' AS is_custom, CAST(substr(day, 1, 4) AS INTEGER) AS year,
  sum(occurence_count) AS reactions
FROM activity
WHERE event_name = 'add_reaction'
GROUP BY emoji, is_custom, year
ORDER BY reactions DESC`,
  read: ([emoji, isCustom, year, count]) => ({
    emoji: textOf(emoji),
    isCustom: numberOf(isCustom) === 1,
    year: numberOf(year),
    count: numberOf(count),
  }),
}
