/**
 * A server is suspended (SIGSTOP) past its lease, or its network to the database is cut silently. It returns
 * while another server is doing its job. Its late writes change nothing, and there is one result.
 */
import { expect, test } from 'bun:test'
import { isLongRun, recordRun } from '../support/servers/long-run.ts'
import type { PostgresProxy } from '../support/fakes/postgres-proxy.ts'
import {
  createOwner,
  discord,
  expectResult,
  holdDownload,
  launch,
  launchBehindProxy,
  rowOf,
  setUpServers,
  until,
} from '../support/servers/server-trial.ts'
import type { ServerProcess } from '../support/servers/server-process.ts'

setUpServers()

/** Disables a server without closing its connections. Returns a function that enables it again. */
type Absence = (server: ServerProcess, proxy: PostgresProxy) => () => void

const stopped: Absence = (server) => {
  server.signal('SIGSTOP')
  return () => server.signal('SIGCONT')
}
const cutOff: Absence = (_, proxy) => proxy.pull().plug

type Moment = RegExp | { bytes: number }
const resultBegins = /^SELECT 1 FROM packages/
const moments: [name: string, Absence, Moment][] = [
  ['suspended during the download', stopped, { bytes: 50_000 }],
  ['suspended at the start of the analysis', stopped, /^UPDATE packages SET step = \$1/],
  ['suspended when the result is about to be stored', stopped, resultBegins],
  ['cut off during the download', cutOff, { bytes: 50_000 }],
  ['cut off at the start of the analysis', cutOff, /^UPDATE packages SET step = \$1/],
  ['cut off when the result is about to be stored', cutOff, resultBegins],
]
// This takes longer: the idle transaction locks the row until PostgreSQL ends it, and only then can another
// server claim the row. A server that is only cut off could return earlier, on a new connection.
const inTransaction: typeof moments = [
  ['suspended with the result half stored', stopped, /^UPDATE packages SET step = 'PROCESSED'/],
]
const all = isLongRun ? [...moments, ...inTransaction] : moments
let harmless = 0

test.concurrent.each(all)('a server %s changes nothing when it returns', async (_, leave, moment) => {
  const [{ server: zombie, proxy }, heir] = await Promise.all([launchBehindProxy({ WORKERS: '1' }), launch()])
  const download = holdDownload('bytes' in moment ? moment.bytes : null)
  const owner = createOwner(zombie, download.faults)
  const held = moment instanceof RegExp ? proxy.hold(moment, 'before') : null
  await owner.post()
  await (held?.reached ?? download.reached)
  const comeBack = leave(zombie, proxy)
  // The statement was sent before the server was suspended, and reaches PostgreSQL afterwards.
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
  // The second server is still working on the job, whatever the first one tried.
  const { step, errorCode, attempts, fence } = (await rowOf(owner))!
  expect({ ...taken, step, errorCode, fence }).toEqual(taken)
  // The first server is alive, so its attempt was not a crash. It takes the attempt off the count, now or a
  // moment later.
  expect([1, 2]).toContain(attempts)
  heirs.release()
  await owner.wait()
  await expectResult(owner)
  expect((await rowOf(owner))!.fence).toBe(taken.fence)

  // The returned server keeps nothing of the lost job.
  const next = createOwner(zombie)
  await next.post()
  await next.wait()
  await expectResult(next)
  harmless++
  if (harmless === all.length) {
    recordRun('G5', `${harmless}/${all.length} servers stopped or cut off past their lease changed nothing`)
  }
})

test.concurrent(
  'a server without a network to its database answers every request, and works again when the network is back',
  async () => {
    const token = '0123456789abcdef'.repeat(2)
    const environment = { ADMIN_TOKEN: token, METRICS_TOKEN: token }
    const { server, proxy } = await launchBehindProxy(environment)
    const [known, next] = [createOwner(server), createOwner(server)]
    await known.post()
    await known.wait()
    const { url } = (await (await known.get('blob')).json()) as { url: string }
    // Much longer than these requests wait. The longest wait as long as a statement may run, or a deletion:
    // 20 seconds.
    const signal = AbortSignal.timeout(100_000)
    const ask = (path: string, method = 'GET', bearer = known.key, body?: string) =>
      fetch(new URL(path, server.url), {
        ...{ method, body, signal },
        headers: { authorization: `Bearer ${bearer}` },
      })
    const path = `/process/${known.packageId}`
    const body = JSON.stringify({ package_link: next.link })
    const requests: [status: number, () => Promise<Response>][] = [
      ...['/status', '/data', '/blob', '/user/100000000000000001'].map(
        (what): [number, () => Promise<Response>] => [503, () => ask(path + what)],
      ),
      [503, () => ask(url)],
      [503, () => ask('/process', 'POST', '', body)],
      [503, () => ask(path, 'DELETE')],
      [503, () => ask('/health')],
      [200, () => ask('/metrics', 'GET', token)],
    ]
    // These routes may count all rows, and wait as long as a statement may take.
    if (isLongRun) {
      for (const what of ['stats', 'packages', `packages/${known.packageId}`])
        requests.push([503, () => ask(`/admin/${what}`, 'GET', token)])
    }
    const cable = proxy.pull()
    const answers = await Promise.all(requests.map(async ([, request]) => (await request()).status))
    expect(answers).toEqual(requests.map(([status]) => status))
    cable.plug()
    // In the short form, new connections are enough. The long form also waits until the old connections are
    // dropped.
    await until(async () => (await next.post()).isAccepted)
    if (isLongRun) {
      await next.wait(200)
      await expectResult(next)
      await until(async () => (await next.delete()).isDeleted)
    }
    await expectResult(known)
  },
)
