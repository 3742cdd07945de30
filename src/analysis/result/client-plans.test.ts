/** No query of the official client scans all encoded hours once for each channel, person or guild. */
import { expect, test } from 'bun:test'
import initNewestSqlJs from 'sql.js'
import initClientSqlJs from 'sql.js-1.8'
import { exportDay, livelyPackage, rowsOf, zipOf } from '../../tests/oracle/sample-package.ts'
import { clientQueries } from '../../tests/support/judges/client-queries.ts'
import { sqliteOf } from '../../tests/support/judges/engine-run.ts'

const rows = rowsOf(livelyPackage())
const result = await sqliteOf(zipOf(livelyPackage()), { today: exportDay })

/** Plan lines that read all rows of one of the tables that describe locations. */
const walksAll = /^SCAN (c|d|g|guilds|guild_channels|dm_channels_data)\b/
/** Plan lines that read the encoded hours or voice sessions. */
const readsEncoded = /^(SCAN|SEARCH) [hs]\b/

test.each([
  ["the client's", initClientSqlJs],
  ['the newest', initNewestSqlJs],
])('no plan of %s sql.js reads encoded rows for each row of another table', async (_, initSqlJs) => {
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
