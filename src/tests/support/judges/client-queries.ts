/**
 * The kinds of queries that the official client runs on a result database, each with its answer computed in
 * plain TypeScript.
 */
import { Database } from 'bun:sqlite'
import { activityQueries } from '../../oracle/activity-queries.ts'
import type { Answer, ClientQuery } from '../../oracle/query-answers.ts'
import type { OracleRows } from '../../oracle/rows.ts'
import { channelQueries } from '../../oracle/channel-queries.ts'
import { sessionQueries } from '../../oracle/session-queries.ts'

export const clientQueries: ClientQuery[] = [...activityQueries, ...channelQueries, ...sessionQueries]

/** The queries whose answers do not match the rows, in readable lines; empty if all match. */
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
