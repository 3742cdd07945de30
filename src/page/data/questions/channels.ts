/** Question: the channels of servers, and the group DMs. */
import { numberOf, type Question, textOf } from '../question.ts'
import type { Channel } from '../types.ts'

export const channelsQuestion: Question<Channel> = {
  name: 'channels',
  needs: { guild_channels_data: [] },
  sql: `SELECT channel_id, channel_name, guild_id, total_message_count, total_voice_channel_duration
FROM guild_channels_data
ORDER BY total_message_count DESC, channel_name`,
  read: ([id, name, placeId, messages, voiceMinutes]) => ({
    id: textOf(id),
    name: textOf(name),
    placeId: textOf(placeId),
    messages: numberOf(messages),
    voiceMinutes: numberOf(voiceMinutes),
  }),
}
