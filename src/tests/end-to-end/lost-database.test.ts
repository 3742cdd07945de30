/**
 * A real PostgreSQL is stopped and restarted while a server is working. The log reports it in two lines, and
 * the package is finished.
 */
import { expect, test } from 'bun:test'
import { connect } from '../../db/connect.ts'
import { startEmbedded } from '../../db/embedded/embedded.ts'
import { createLogger } from '../../telemetry/logger.ts'
import {
  createOwner,
  expectResult,
  holdDownload,
  launch,
  usedFolder,
} from '../support/servers/server-trial.ts'
import { setUpServers, until } from '../support/servers/server-trial.ts'

setUpServers()

const token = 'metrics-token-0123456789-abcdefgh'
const startPostgres = (dataDir: string) => startEmbedded({ dataDir }, createLogger('silent'))

test('the log has one line for the loss and one for the return, however many queries fail meanwhile', async () => {
  const dataDir = await usedFolder()
  let postgres = await startPostgres(dataDir)
  const { connection } = postgres
  if (typeof connection === 'string') throw new Error('the embedded PostgreSQL should listen on a socket')
  const { socketDir, port, user, database } = connection
  const server = await launch({
    databaseUrl: `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(socketDir)}`,
    environment: { LOG_LEVEL: 'debug', METRICS_TOKEN: token },
  })
  const lines = () =>
    server
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line) as { level: string; event: string })
  const count = (event: string) => lines().filter((line) => line.event === event).length

  const { faults, reached, release } = holdDownload(1000)
  const owner = createOwner(server, faults)
  await owner.post()
  await reached

  await postgres.stop()
  await until(() => count('database_lost') === 1)
  // Polls are answered from memory for a moment, then by an empty 503.
  await until(async () => (await owner.get('status')).status === 503)
  const unavailable = await owner.get('status')
  expect([unavailable.status, await unavailable.text()]).toEqual([503, ''])
  // Housekeeping rounds, polls and scrapes continue.
  const metrics = () => fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${token}` } })
  await until(async () => {
    await Promise.all([owner.status().catch(() => null), metrics()])
    return count('heartbeat_failed') >= 3 && count('housekeeping_failed') >= 2
  })
  // The job finishes but cannot record its result.
  release()
  await until(() => count('database_silent') >= 2)

  postgres = await startPostgres(dataDir)
  await until(() => count('database_back') === 1)
  expect((await owner.wait(120)).processingStep).toBe('PROCESSED')
  const own = connect(postgres.connection, { connectionsMax: 1 })
  await expectResult(owner, own)
  await own.close()
  expect(await server.stop()).toBe(0)
  await postgres.stop()

  const logged = lines().filter(({ level }) => level !== 'debug')
  const events = (of: typeof logged) => of.map(({ event }) => event)
  expect(events(logged.filter(({ event }) => event.startsWith('database_')))).toEqual([
    'database_lost',
    'database_back',
  ])
  expect(events(logged.filter(({ level }) => level !== 'info'))).toEqual(['database_lost'])
})
