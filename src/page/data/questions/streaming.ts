/** Question: finished video streams by month, both the owner's own and those that the owner watched. */
import { numberOf, numberOrNull, type Question, textOf } from '../question.ts'

/** Video streams of one kind that ended in one month. */
export interface StreamMonth {
  /** `2024-03`. */
  month: string
  /** `streamer`, `viewer`, `unknown`. */
  role: string
  /** `screen`, `camera`, `unknown`. */
  kind: string
  count: number
  /** Null if no event has a duration. */
  minutes: number | null
}

export const streamingQuestion: Question<StreamMonth> = {
  name: 'streaming',
  needs: { streaming: [] },
  sql: `SELECT month, role, kind, stream_count, total_minutes
FROM streaming
ORDER BY month, role, kind`,
  read: ([month, role, kind, count, minutes]) => ({
    month: textOf(month),
    role: textOf(role),
    kind: textOf(kind),
    count: numberOf(count),
    minutes: numberOrNull(minutes),
  }),
}
