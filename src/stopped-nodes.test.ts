/**
 * A server that is stopped past its lease, or whose network is cut without a word, comes back when another server has
 * done its job: its late writes change nothing, and there is one result.
 */
import { expect, setDefaultTimeout, test } from 'bun:test'
import { isLongRun, recordRun } from './testing/long-run.ts'
import { type PostgresProxy, startPostgresProxy } from './testing/postgres-proxy.ts'
import {
  createOwner,
  discord,
  expectResult,
  holdDownload,
  launch,
  rowOf,
  setUpServers,
  shared,
  until,
} from './testing/server-trial.ts'
import type { ServerProcess } from './testing/server-process.ts'

setDefaultTimeout(600_000)
setUpServers()

/** Makes a server unable to do anything, without an end of its connections; gives what brings it back. */
type Absence = (server: ServerProcess, proxy: PostgresProxy) => () => void

const stopped: Absence = (server) => {
  server.signal('SIGSTOP')
  return () => server.signal('SIGCONT')
}
const cutOff: Absence = (_, proxy) => proxy.freeze().thaw

type Moment = RegExp | { bytes: number }
const resultBegins = /^SELECT 1 FROM packages/
const moments: [name: string, Absence, Moment][] = [
  ['stopped in the download', stopped, { bytes: 50_000 }],
  ['stopped at the start of the analysis', stopped, /^UPDATE packages SET step = \$1/],
  ['stopped when the result is about to be stored', stopped, resultBegins],
  ['cut off in the download', cutOff, { bytes: 50_000 }],
  ['cut off at the start of the analysis', cutOff, /^UPDATE packages SET step = \$1/],
  ['cut off when the result is about to be stored', cutOff, resultBegins],
]
// PostgreSQL keeps the row for a transaction that says nothing, for a minute: then it goes to another server.
// (Only cut off, the server itself may be back before, on a new connection.)
const inTransaction: typeof moments = [
  ['stopped with the result half stored', stopped, /^UPDATE packages SET step = 'PROCESSED'/],
]
const all = isLongRun ? [...moments, ...inTransaction] : moments
let harmless = 0

test.concurrent.each(all)('a server %s', async (_, leave, moment) => {
  const proxy = await startPostgresProxy(shared.url)
  const [zombie, heir] = await Promise.all([
    launch({ databaseUrl: proxy.url, environment: { WORKERS: '1' } }),
    launch(),
  ])
  const download = holdDownload('bytes' in moment ? moment.bytes : null)
  const owner = createOwner(zombie, download.faults)
  const held = moment instanceof RegExp ? proxy.hold(moment, 'before') : null
  await owner.post()
  await (held?.reached ?? download.reached)
  const comeBack = leave(zombie, proxy)
  // Sent before, and on its way when its server is gone already.
  held?.release()

  const heirs = holdDownload(1000)
  discord.offer(owner.key, owner.known.archive, heirs.faults)
  owner.server = heir
  let isTaken = false
  void heirs.reached.then(() => (isTaken = true))
  await owner.poll(() => isTaken, 200)
  const taken = (await rowOf(owner))!
  expect(taken).toMatchObject({ step: 'DOWNLOADING', attempts: 2 })
  comeBack()
  download.release()
  await until(() => zombie.output().includes('"why":"lost"'))
  // The heir is still at it, whatever the other one tried.
  const { step, errorCode, attempts, fence } = (await rowOf(owner))!
  expect({ ...taken, step, errorCode, attempts, fence }).toEqual(taken)
  heirs.release()
  await owner.wait()
  await expectResult(owner)
  expect((await rowOf(owner))!.fence).toBe(taken.fence)

  // Nothing of it stays behind in the server that came back.
  const next = createOwner(zombie)
  await next.post()
  await next.wait()
  await expectResult(next)
  harmless++
  proxy.stop()
  if (harmless === all.length) {
    recordRun('G5', `${harmless}/${all.length} servers stopped or cut off past their lease changed nothing`)
  }
})

test.concurrent('a server whose connections were cut without a word answers its owners', async () => {
  const proxy = await startPostgresProxy(shared.url)
  const server = await launch({ databaseUrl: proxy.url })
  const [known, next] = [createOwner(server), createOwner(server)]
  await known.post()
  await known.wait()
  proxy.freeze()
  // Each attempt may meet one more dead connection; what matters is that each one ends.
  expect(await next.post()).toHaveProperty('isAccepted')
  if (isLongRun) {
    await until(async () => (await next.post()).isAccepted)
    await next.wait(200)
    await expectResult(next)
    proxy.freeze()
    await until(async () => (await next.delete()).isDeleted)
  }
  proxy.stop()
})
