/** The log says once that the database is lost, and once that it is back. */
import { expect, test } from 'bun:test'
import { startPostgresProxy } from '../tests/support/fakes/postgres-proxy.ts'
import { freshDatabase } from '../tests/support/servers/database.ts'
import { createLogger } from '../telemetry/logger.ts'
import { connect } from './connect.ts'
import { startDatabaseWatch } from './watch.ts'

test('the loss and the return of the database are logged with one line each', async () => {
  const fresh = await freshDatabase()
  const proxy = await startPostgresProxy(fresh.url)
  const database = connect(proxy.url, { silenceSeconds: 1, connectSeconds: 1 })
  const lines: { event: string; why?: string }[] = []
  const watch = startDatabaseWatch(
    database,
    createLogger('debug', (line) => lines.push(JSON.parse(line))),
  )
  const events = () => lines.map(({ event }) => event)
  const until = async (count: number) => {
    while (lines.length < count) await Bun.sleep(20)
  }
  const cable = proxy.pull()
  await until(1)
  // Several checks fail during this time.
  await Bun.sleep(3000)
  cable.plug()
  await until(2)
  const again = proxy.pull()
  await until(3)
  again.plug()
  await until(4)
  expect(events()).toEqual(['database_lost', 'database_back', 'database_lost', 'database_back'])
  expect(lines[0]!.why).toBeString()
  watch.stop()
  await database.close(1)
  proxy.stop()
  await fresh.drop()
}, 90_000)
