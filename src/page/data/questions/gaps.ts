/**
 * Question: the times for which the activity files have no data, or may have none because a privacy control
 * was off. Messages are in other files, so these times do not concern them.
 */
import { numberOf, type Question, textOf, textOrNull } from '../question.ts'
import type { Gap } from '../types.ts'

export const gapsQuestion: Question<Gap> = {
  name: 'gaps',
  needs: { tracking_gaps: [] },
  sql: `SELECT source, reason, first_day, last_day, message_count
FROM tracking_gaps
ORDER BY first_day, source`,
  read: ([source, reason, firstDay, lastDay, messages]) => ({
    source: textOf(source),
    reason: reason === 'turned_off' ? 'turned_off' : 'no_events',
    firstDay: textOf(firstDay),
    lastDay: textOrNull(lastDay),
    messages: numberOf(messages),
  }),
}
