/**
 * Question: messages that the activity tells of, and those of them that are gone, by year and kind of place.
 */
import { numberOf, type Question, textOf } from '../question.ts'

/** Messages of a year and a kind of place (`dm`, `group`, `server`, `unknown`) that the activity tells of. */
export interface DeletedYear {
  year: number
  place: string
  sent: number
  /** Of those, no longer among the package's messages. */
  deleted: number
}

export const deletedQuestion: Question<DeletedYear> = {
  name: 'deleted',
  needs: { deleted_messages: [] },
  sql: `SELECT year, place, sent_count, deleted_count
FROM deleted_messages
ORDER BY year, place`,
  read: ([year, place, sent, deleted]) => ({
    year: numberOf(year),
    place: textOf(place),
    sent: numberOf(sent),
    deleted: numberOf(deleted),
  }),
}
