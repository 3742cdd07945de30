import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import initSqlite from '@sqlite.org/sqlite-wasm'

test('the page reads results with the SQLite that has written them', async () => {
  const [[native]] = new Database(':memory:').query('SELECT sqlite_version()').values() as [[string]]
  expect((await initSqlite()).version.libVersion).toBe(native)
})
