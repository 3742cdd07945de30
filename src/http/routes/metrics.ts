/**
 * GET /metrics for Prometheus. Without METRICS_TOKEN the route does not exist. There is no exception for
 * loopback addresses, because behind a proxy on this machine all clients have one.
 */
import { withTimeout } from '../../platform/time-limit.ts'
import { safeError } from '../../telemetry/logger.ts'
import { metricsContentType } from '../../telemetry/metric-registry.ts'
import { type QueueState, readQueueState } from '../../queue/queue-state.ts'
import { probeDatabase } from './database-probe.ts'
import type { Context, Route } from '../endpoint.ts'
import { Failure } from '../schemas.ts'

/** Scrapes within this time share one statement. */
const queueStateMs = 2000
const queueStateSeconds = 5

/** The route, or none without METRICS_TOKEN. */
export function metricsRoutes(context: Context): Route[] {
  if (context.config.metricsToken === null) return []
  const measure = createMeasuring(context)
  return [
    [
      'GET',
      '/metrics',
      {
        summary: 'Metrics for Prometheus',
        description:
          'In the text format 0.0.4. Needs `Authorization: Bearer METRICS_TOKEN`. The metrics identify no person and no package.',
        group: 'Server',
        needs: 'metrics',
        isPoll: true,
        answers: {
          200: { description: 'All metrics of this process.', contentType: metricsContentType },
          401: {
            description: 'Not the METRICS_TOKEN.',
            schema: Failure,
            example: { error: 'unauthorized' },
          },
          429: { description: 'Too many wrong tokens from this address; see Retry-After.', schema: Failure },
        },
        async handle(_, { metrics }) {
          await measure()
          return new Response(metrics.registry.text(), {
            headers: { 'content-type': metricsContentType, 'cache-control': 'no-store' },
          })
        },
      },
    ],
  ]
}

/** Returns a function that sets the gauges which are measured only for a scrape. */
function createMeasuring(context: Context): () => Promise<void> {
  const { config, database, keyring, logger, metrics, workers } = context
  let read: { at: number; state: Promise<QueueState | null> } = {
    at: -Infinity,
    state: Promise.resolve(null),
  }
  const readState = () => {
    if (performance.now() - read.at > queueStateMs) {
      const reading = readQueueState(database, keyring.ids(), config.queueSeenSeconds)
      const state = withTimeout(queueStateSeconds, reading).catch((error: unknown) => {
        metrics.databaseErrors.add({ place: 'metrics' })
        logger.warn('queue_state_failed', safeError(error))
        return null
      })
      read = { at: performance.now(), state }
    }
    return read.state
  }
  metrics.queueMax.set({}, config.queueMax)
  metrics.workersMax.set({}, config.workers)
  return async () => {
    const { running, isAlive } = workers()
    metrics.jobsRunning.set({}, running)
    metrics.workersAlive.set({}, isAlive ? 1 : 0)
    metrics.keysHeld.set({}, keyring.size)
    const probe = await probeDatabase(database)
    metrics.databaseUp.set({}, probe.isUp ? 1 : 0)
    metrics.databaseProbe.set({}, probe.milliseconds / 1000)
    tellState(probe.isUp ? await readState() : null, context)
  }
}

/** Without a database these metrics are absent. Old values would be taken for current ones. */
function tellState(state: QueueState | null, { metrics }: Context): void {
  const { queueWaiting, queueAwaited, queueRunning, queueWithoutKey, queueLongestWait } = metrics
  const { databaseBytes, databaseConnections } = metrics
  for (const gauge of [queueWaiting, queueAwaited, queueRunning, queueWithoutKey, queueLongestWait])
    gauge.clear()
  for (const gauge of [databaseBytes, databaseConnections]) gauge.clear()
  if (!state) return
  queueWaiting.set({ queue: 'standard' }, state.standard)
  queueWaiting.set({ queue: 'premium' }, state.premium)
  queueAwaited.set({}, state.awaited)
  queueRunning.set({}, state.running)
  queueWithoutKey.set({}, state.withoutKey)
  queueLongestWait.set({}, state.longestWaitSeconds)
  databaseBytes.set({}, state.databaseBytes)
  for (const [name, count] of Object.entries(state.connections))
    databaseConnections.set({ state: name }, count)
}
