/** Question: starts of each game by month, and the number of days with a start. */
import { numberOf, numberOrNull, type Question, textOf, textOrNull } from '../question.ts'

/** One game in one month. */
export interface GameMonth {
  applicationId: string | null
  name: string
  /** `2024-03`. */
  month: string
  starts: number
  /** Number of days with a start. */
  days: number
  /** Null if no event has a duration, which is so for most games. */
  minutes: number | null
}

export const gameMonthsQuestion: Question<GameMonth> = {
  name: 'gameMonths',
  needs: { game_days: [] },
  sql: `SELECT application_id, coalesce(game_name, application_id) AS game, month, start_count, day_count, total_minutes
FROM game_days
ORDER BY month, start_count DESC`,
  read: ([applicationId, name, month, starts, days, minutes]) => ({
    applicationId: textOrNull(applicationId),
    name: textOf(name),
    month: textOf(month),
    starts: numberOf(starts),
    days: numberOf(days),
    minutes: numberOrNull(minutes),
  }),
}
