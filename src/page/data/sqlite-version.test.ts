import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import initSqlite from '@sqlite.org/sqlite-wasm'

test('the page’s SQLite has the version of the SQLite that writes the results', async () => {
  const [[native]] = new Database(':memory:').query('SELECT sqlite_version()').values() as [[string]]
  expect((await initSqlite()).version.libVersion).toBe(native)
})
