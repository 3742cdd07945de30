/**
 * Question: friends, blocked people and requests at the time of the export, by the year of their beginning.
 */
import { numberOf, numberOrNull, type Question, textOf } from '../question.ts'
import type { RelationshipCount } from '../types.ts'

export const relationshipsQuestion: Question<RelationshipCount> = {
  name: 'relationships',
  needs: { relationships: [] },
  sql: `SELECT type, since_year, relationship_count
FROM relationships
ORDER BY type, since_year`,
  read: ([type, year, count]) => ({ type: textOf(type), year: numberOrNull(year), count: numberOf(count) }),
}
