/** GET /health: whether this process should get requests, and its state. */
import manifest from '../../../package.json' with { type: 'json' }
import { withTimeout } from '../../platform/time-limit.ts'
import { serviceTagOf } from '../../telemetry/logger.ts'
import type { Storage } from '../../results/store.ts'
import { json } from '../request/answers.ts'
import { probeDatabase } from './database-probe.ts'
import type { Context, Endpoint } from '../endpoint.ts'
import { HealthAnswer } from '../schemas.ts'

export const getHealth: Endpoint = {
  summary: 'Health of the server',
  description:
    'For load balancers and container supervisors, which need only the status code: it is 503 from the moment that a ' +
    'shutdown begins, and while the database does not respond. The body is for people.',
  group: 'Server',
  needs: 'nothing',
  isPoll: true,
  answers: {
    200: {
      description: 'Running, with its database.',
      schema: HealthAnswer,
      example: {
        status: 'alive',
        database: 'up',
        databaseMilliseconds: 0.6,
        storage: 'up',
        workers: { areAlive: true, running: 1, max: 2 },
        version: manifest.version,
        uptimeSeconds: 86_400,
        client: { address: '203.0.113.7', forwardedFor: 1 },
        service: '3f9ac1d2',
      },
    },
    503: { description: 'Shutting down, or without its database.', schema: HealthAnswer },
  },
  async handle({ request, address }, context) {
    const [probe, isStored] = await Promise.all([probeDatabase(context.database), isStorageUp(context)])
    const status = context.isShuttingDown() ? 'stopping' : probe.isUp ? 'alive' : 'unavailable'
    const { running, isAlive } = context.workers()
    return json(status === 'alive' ? 200 : 503, {
      status,
      database: probe.isUp ? 'up' : 'down',
      databaseMilliseconds: probe.milliseconds,
      storage: probe.isUp && isStored ? 'up' : 'down',
      workers: { areAlive: isAlive, running, max: context.config.workers },
      version: manifest.version,
      uptimeSeconds: Math.floor(process.uptime()),
      client: { address, forwardedFor: forwardedForOf(request) },
      service: serviceTagOf(context.objectSecret),
    } satisfies HealthAnswer)
  },
}

/** The number of entries in X-Forwarded-For. Each was written by a proxy, or by the client itself. */
function forwardedForOf(request: Request): number {
  const given = request.headers.get('x-forwarded-for') ?? ''
  return given.split(',').filter((entry) => entry.trim() !== '').length
}

/** The shortest interval between two probes of the bucket. */
const storageMs = 15_000
const storageSeconds = 2

const asked = new WeakMap<Storage, { at: number; isUp: Promise<boolean> }>()

function isStorageUp({ storage }: Context): Promise<boolean> {
  const known = asked.get(storage)
  if (known && performance.now() - known.at < storageMs) return known.isUp
  const isUp = withTimeout(storageSeconds, storage.reach(AbortSignal.timeout(storageSeconds * 1000))).then(
    () => true,
    () => false,
  )
  asked.set(storage, { at: performance.now(), isUp })
  return isUp
}
