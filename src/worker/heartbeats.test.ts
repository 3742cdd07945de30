import { expect, setDefaultTimeout, test } from 'bun:test'
import { createBusyNode } from '../tests/support/servers/busy-node.ts'
import {
  canaryText,
  setUpPool,
  shared,
  source,
  start,
  stateOf,
  timesOf,
  until,
  untilStep,
} from '../tests/support/servers/pool-trial.ts'

setDefaultTimeout(60_000)

setUpPool('canary-key-of-the-heartbeat-test')

test('a node keeps its job even if its event loop is busy for several leases', async () => {
  const busy = createBusyNode()
  const other = start()
  const release = Promise.withResolvers<void>()
  const { key, link, packageId } = source.offerAnswer(() => heldAnswer(release.promise))
  await busy.tell({ order: 'start', connection: shared.connection, origin: source.origin })
  await busy.tell({ order: 'post', link })
  await untilStep(packageId, 'DOWNLOADING')
  other.keyring.hold(packageId, key)
  await busy.tell({ order: 'block', seconds: 10 })
  // The loop is busy for more than two leases of 3 s. The other node has the KEY, too, and would take the
  // package over.
  for (const end = performance.now() + 8000; performance.now() < end; await Bun.sleep(100)) {
    expect([other.pool.running(), await timesOf(packageId)]).toEqual([
      0,
      { attempts: 1, isLeased: true, isDelayed: false },
    ])
  }
  expect(await stateOf(packageId)).toMatchObject({ step: 'DOWNLOADING', errorCode: null })
  other.keyring.forget(packageId)
  await busy.tell({ order: 'stop' })
  expect(await timesOf(packageId)).toEqual({ attempts: 0, isLeased: false, isDelayed: false })
  busy.end()
})

test('the heartbeat thread measures how long the main thread was busy', async () => {
  const { heartbeats } = start()
  expect(heartbeats.loopDelaySeconds()).toBe(0)
  await until(() => {
    Bun.sleepSync(3000)
    return heartbeats.loopDelaySeconds() > 2
  })
})

/** An archive that ends only after `released`. */
function heldAnswer(released: Promise<void>): Response {
  const body = new ReadableStream({
    async start(stream) {
      stream.enqueue(Buffer.from('PK'))
      await released
      stream.enqueue(Buffer.from(JSON.stringify({ act: 'echo', text: canaryText })))
      stream.close()
    },
  })
  return new Response(body)
}
