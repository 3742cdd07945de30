/** Question: every voice session. For a call in a direct message, the answer includes the other person. */
import { numberOf, type Question, textOrNull } from '../question.ts'
import type { Call } from '../types.ts'

export const callsQuestion: Question<Call> = {
  name: 'calls',
  needs: { voice_sessions: [], dm_channels_data: [] },
  sql: `SELECT
  v.channel_id,
  d.dm_user_id,
  v.guild_id,
  CAST(v.started_date AS INTEGER) AS started,
  CAST(v.ended_date AS INTEGER) AS ended,
  v.duration_mins
FROM voice_sessions v
LEFT JOIN dm_channels_data d ON d.channel_id = v.channel_id
ORDER BY started`,
  read: ([channelId, personId, placeId, start, end, minutes]) => ({
    channelId: textOrNull(channelId),
    personId: textOrNull(personId),
    placeId: textOrNull(placeId),
    start: numberOf(start),
    end: numberOf(end),
    minutes: numberOf(minutes),
  }),
}
