/** Question: the first day on which the owner joined each server. */
import { type Question, textOf } from '../question.ts'

export interface Join {
  placeId: string
  day: string
}

export const joinsQuestion: Question<Join> = {
  name: 'joins',
  needs: { activity: [] },
  sql: `SELECT associated_guild_id, min(day) AS first_day
FROM activity
WHERE event_name = 'guild_joined' AND associated_guild_id IS NOT NULL
GROUP BY associated_guild_id
ORDER BY first_day`,
  read: ([placeId, day]) => ({ placeId: textOf(placeId), day: textOf(day) }),
}
