/** Question: every session in the app, with the operating system. */
import { numberOf, type Question, textOf } from '../question.ts'
import type { Session } from '../types.ts'

export const sessionsQuestion: Question<Session> = {
  name: 'sessions',
  needs: { sessions: [] },
  sql: `SELECT CAST(started_date AS INTEGER) AS started, CAST(ended_date AS INTEGER) AS ended, duration_mins, device_os
FROM sessions
ORDER BY started`,
  read: ([start, end, minutes, os]) => ({
    start: numberOf(start),
    end: numberOf(end),
    minutes: numberOf(minutes),
    os: textOf(os),
  }),
}
