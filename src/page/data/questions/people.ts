/** Question: the people with whom the owner has direct messages; each person's channels are summed up. */
import { numberOf, numberOrNull, type Question, textOf } from '../question.ts'

export interface PersonRow {
  id: string
  name: string
  channelIds: readonly string[]
  messages: number
  mood: number | null
}

export const peopleQuestion: Question<PersonRow> = {
  name: 'people',
  needs: { dm_channels_data: [] },
  sql: `SELECT
  dm_user_id,
  coalesce(max(display_name), min(user_name)) AS person,
  json_group_array(channel_id) AS channels,
  sum(total_message_count) AS messages,
  sum(sentiment_score * total_message_count) / sum(CASE WHEN sentiment_score IS NOT NULL THEN total_message_count END) AS mood
FROM dm_channels_data
GROUP BY dm_user_id
ORDER BY messages DESC, person`,
  read: ([id, name, channels, messages, mood]) => ({
    id: textOf(id),
    name: textOf(name),
    channelIds: JSON.parse(textOf(channels)) as string[],
    messages: numberOf(messages),
    mood: numberOrNull(mood),
  }),
}
