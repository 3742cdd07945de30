/** Question: the games, by time played and by number of starts. */
import { numberOf, numberOrNull, type Question, textOrNull, textOf } from '../question.ts'
import type { Game } from '../types.ts'

export const gamesQuestion: Question<Game> = {
  name: 'games',
  needs: { games: [] },
  sql: `SELECT application_id, coalesce(game_name, application_id) AS game, total_minutes, launch_count,
  first_launch_day, coalesce(last_launch_day, last_played_day) AS last_day
FROM games
ORDER BY total_minutes DESC NULLS LAST, launch_count DESC`,
  read: ([applicationId, name, minutes, launches, firstDay, lastDay]) => ({
    applicationId: textOrNull(applicationId),
    name: textOf(name),
    minutes: numberOrNull(minutes),
    launches: numberOf(launches),
    firstDay: textOrNull(firstDay),
    lastDay: textOrNull(lastDay),
  }),
}
