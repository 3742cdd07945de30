/** Question: the servers; all group DMs together count as one server. */
import { numberOf, type Question, textOf } from '../question.ts'

export interface PlaceRow {
  id: string
  name: string
  messages: number
}

export const placesQuestion: Question<PlaceRow> = {
  name: 'places',
  needs: { guilds: [] },
  sql: `SELECT guild_id, guild_name, total_message_count
FROM guilds
ORDER BY total_message_count DESC, guild_name`,
  read: ([id, name, messages]) => ({ id: textOf(id), name: textOf(name), messages: numberOf(messages) }),
}
