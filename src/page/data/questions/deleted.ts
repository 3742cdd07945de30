/**
 * Question: messages that the activity files record, and how many of them the package no longer contains, by
 * year and kind of channel.
 */
import { numberOf, type Question, textOf } from '../question.ts'

/** The recorded messages of one year and one kind of channel (`dm`, `group`, `server`, `unknown`). */
export interface DeletedYear {
  year: number
  place: string
  sent: number
  /** How many of them the package's messages no longer include. */
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
