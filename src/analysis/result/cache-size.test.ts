/** A result suggests its cache size to every SQLite that opens it, and passes the integrity check. */
import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import initNewestSqlJs from 'sql.js'
import initClientSqlJs from 'sql.js-1.8'
import { exportDay, livelyPackage, zipOf } from '../../tests/oracle/sample-package.ts'
import { sqliteOf } from '../../tests/support/judges/engine-run.ts'
import { cachePages } from './cache-size.ts'

const result = await sqliteOf(zipOf(livelyPackage()), { today: exportDay })

test('bun:sqlite uses the suggested size, and finds the file intact', () => {
  const database = Database.deserialize(result, true)
  expect(database.query('PRAGMA cache_size').values()).toEqual([[cachePages]])
  expect(database.query('PRAGMA integrity_check').values()).toEqual([['ok']])
  database.close()
})

test.each([
  ["the client's", initClientSqlJs],
  ['the newest', initNewestSqlJs],
])('%s sql.js uses the suggested size, and finds the file intact', async (_, initSqlJs) => {
  const { Database } = await initSqlJs()
  const database = new Database(result)
  database.exec('SELECT count(*) FROM activity')
  expect(database.exec('PRAGMA cache_size')[0]!.values).toEqual([[cachePages]])
  expect(database.exec('PRAGMA integrity_check')[0]!.values).toEqual([['ok']])
  database.close()
})
