/**
 * The shapes of query that the official client asks of a result database, each with the same answer worked
 * out in plain TypeScript.
 */
import { Database } from 'bun:sqlite'
import { activityQueries } from '../../oracle/activity-queries.ts'
import type { Answer, ClientQuery } from '../../oracle/query-answers.ts'
import type { OracleRows } from '../../oracle/rows.ts'
import { placeQueries } from '../../oracle/place-queries.ts'
import { stayQueries } from '../../oracle/stay-queries.ts'

export const clientQueries: ClientQuery[] = [...activityQueries, ...placeQueries, ...stayQueries]

/** The queries whose answers differ from what the rows say, in readable lines; empty when all agree. */
export function compareClientQueries(sqliteFile: Uint8Array, rows: OracleRows): string[] {
  const database = Database.deserialize(sqliteFile, true)
  try {
    return clientQueries.flatMap((query) => {
      const answer = database.query<Answer, string[]>(query.sql).all(...query.parameters(rows))
      const expected = query.expected(rows)
      return Bun.deepEquals(answer, expected)
        ? []
        : [`${query.name}: ${JSON.stringify(answer)} instead of ${JSON.stringify(expected)}`]
    })
  } finally {
    database.close()
  }
}
