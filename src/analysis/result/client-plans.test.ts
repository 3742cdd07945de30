/**
 * Checks that no query of the official client walks through all encoded hours once for each channel, person
 * or guild.
 */
import { expect, test } from 'bun:test'
import initNewestSqlJs from 'sql.js'
import initClientSqlJs from 'sql.js-1.8'
import { exportDay, livelyPackage, rowsOf, zipOf } from '../../tests/oracle/sample-package.ts'
import { clientQueries } from '../../tests/support/judges/client-queries.ts'
import { sqliteOf } from '../../tests/support/judges/engine-run.ts'

const rows = rowsOf(livelyPackage())
const result = await sqliteOf(zipOf(livelyPackage()), { today: exportDay })

/** Lines of a plan that read all rows of a table that a query describes places by. */
const walksAll = /^SCAN (c|d|g|guilds|guild_channels|dm_channels_data)\b/
/** Lines that read the encoded hours or voice sessions. */
const readsEncoded = /^(SCAN|SEARCH) [hs]\b/

test.each([
  ["the client's", initClientSqlJs],
  ['the newest', initNewestSqlJs],
])('plans of %s sql.js', async (_, initSqlJs) => {
  const { Database } = await initSqlJs()
  const database = new Database(result)
  const bad = clientQueries.filter(({ sql, parameters }) => {
    const plan = database
      .exec(`EXPLAIN QUERY PLAN ${sql}`, parameters(rows))[0]!
      .values.map(([, , , text]) => String(text))
    const walk = plan.findIndex((line) => walksAll.test(line))
    return walk !== -1 && plan.slice(walk).some((line) => readsEncoded.test(line))
  })
  database.close()
  expect(bad.map(({ name }) => name)).toEqual([])
})
