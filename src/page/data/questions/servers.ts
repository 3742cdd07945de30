/** Question: when the owner joined, left, created and deleted servers. */
import { numberOf, type Question, textOf } from '../question.ts'

export interface ServerEvent {
  placeId: string
  name: string
  event: 'joined' | 'left' | 'created' | 'deleted'
  /** Seconds since 1970. */
  at: number
}

export const serversQuestion: Question<ServerEvent> = {
  name: 'servers',
  needs: { server_timeline: [] },
  sql: `SELECT guild_id, guild_name, event, event_date
FROM server_timeline
ORDER BY event_date`,
  read: ([placeId, name, event, at]) => ({
    placeId: textOf(placeId),
    name: textOf(name),
    event: textOf(event) as ServerEvent['event'],
    at: numberOf(at),
  }),
}
