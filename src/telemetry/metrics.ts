/**
 * Every metric of the server, in one table. None has an id, an address or a text of anybody: labels come from
 * tables.
 */
import { logEvents } from './log-events.ts'
import { MetricRegistry } from './metric-registry.ts'

/** Steps of a job that are measured one by one. */
export const jobSteps = ['download', 'analysis', 'storing'] as const
export type JobStep = (typeof jobSteps)[number]

/** Why a job was stopped from outside; nothing is wrong with its package. */
export const stopReasons = ['lost', 'cancelled', 'stopping', 'keyless'] as const
export type StopReason = (typeof stopReasons)[number]

const requestSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const jobSeconds = [0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200]
const lagSeconds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]

export type Metrics = ReturnType<typeof createMetrics>

/** The metrics of one process, all at their beginning. */
export function createMetrics() {
  const registry = new MetricRegistry()
  return {
    registry,
    ...jobMetrics(registry),
    ...queueMetrics(registry),
    ...requestMetrics(registry),
    ...serviceMetrics(registry),
    ...processMetrics(registry),
  }
}

/** Of queue/retention.ts and results/sweep.ts. */
const sweptKinds = [
  ...['results', 'failures', 'abandoned', 'legacy'],
  ...['deleted', 'unfinished', 'unknown', 'unnamed'],
]

/** Every combination of these values, as label values. */
function combinations<Name extends string>(
  values: Record<Name, readonly (string | number)[]>,
): Record<Name, string | number>[] {
  return Object.entries<readonly (string | number)[]>(values).reduce<Record<string, string | number>[]>(
    (sofar, [name, some]) => sofar.flatMap((one) => some.map((value) => ({ ...one, [name]: value }))),
    [{}],
  ) as Record<Name, string | number>[]
}

function jobMetrics(registry: MetricRegistry) {
  return {
    jobs: registry.counter(
      'dumpus_jobs_total',
      'Jobs that ended: finished; failed or retried, with the detail of errors.ts; stopped, with the reason',
      ['outcome', 'detail'],
    ),
    jobSteps: registry.counter(
      'dumpus_job_steps_total',
      'Steps of jobs (download, analysis, storing) that ended: ok, failed or stopped, with the detail',
      ['step', 'outcome', 'detail'],
    ),
    jobSeconds: registry.histogram(
      'dumpus_job_duration_seconds',
      'Whole jobs, from their claim to their end',
      jobSeconds,
      ['outcome'],
      combinations({ outcome: ['finished', 'failed', 'retried', 'stopped'] }),
    ),
    jobStepSeconds: registry.histogram(
      'dumpus_job_step_duration_seconds',
      'Steps of jobs that ended well',
      jobSeconds,
      ['step'],
      combinations({ step: jobSteps }),
    ),
    downloadBytes: registry.counter('dumpus_download_bytes_total', 'Bytes of archives that were downloaded'),
    resultsStored: registry.counter('dumpus_results_stored_total', 'Results that were stored'),
    resultBytes: registry.counter(
      'dumpus_result_bytes_total',
      'Bytes of results that were stored, encrypted',
    ),
    jobsRunning: registry.gauge('dumpus_jobs_running', 'Jobs at work in this process'),
    downloadsRunning: registry.gauge(
      'dumpus_downloads_running',
      'Packages that are downloaded by this process, or wait in it for a worker',
    ),
    downloadsMax: registry.gauge(
      'dumpus_downloads_limit',
      'Packages that may be downloaded by this process at the same time (DOWNLOADS)',
    ),
    spoolReserved: registry.gauge(
      'dumpus_spool_reserved_bytes',
      'Disk that downloads under way have reserved, of SPOOL_BYTES_MAX',
    ),
    analysesRunning: registry.gauge('dumpus_analyses_running', 'Packages that are analyzed by this process'),
    workersMax: registry.gauge(
      'dumpus_workers',
      'Packages that this process analyzes at the same time (WORKERS)',
    ),
    workersAlive: registry.gauge('dumpus_workers_alive', '1 when this process looks for work, else 0'),
    swept: registry.counter(
      'dumpus_packages_swept_total',
      'Packages deleted because their time was over, and objects that were nobody’s',
      ['kind'],
      combinations({ kind: sweptKinds }),
    ),
  }
}

function queueMetrics(registry: MetricRegistry) {
  return {
    queueWaiting: registry.gauge(
      'dumpus_queue_waiting',
      'Packages that wait for a worker, of all nodes: standard and premium',
      ['queue'],
    ),
    queueWithoutKey: registry.gauge(
      'dumpus_queue_waiting_without_key',
      'Waiting packages whose KEY this process does not have: until their owners ask again, here or at another node',
    ),
    queueRunning: registry.gauge('dumpus_queue_running', 'Packages that are worked on, of all nodes'),
    queueLongestWait: registry.gauge(
      'dumpus_queue_longest_wait_seconds',
      'How long the first package of the queue has waited',
    ),
    queueMax: registry.gauge('dumpus_queue_limit', 'Packages that may wait at the same time (QUEUE_MAX)'),
    keysHeld: registry.gauge('dumpus_keys_held', 'KEYs of unfinished packages in the memory of this process'),
  }
}

function requestMetrics(registry: MetricRegistry) {
  return {
    requests: registry.counter('dumpus_http_requests_total', 'Answered requests', [
      'method',
      'route',
      'status',
    ]),
    requestSeconds: registry.histogram(
      'dumpus_http_request_duration_seconds',
      'From a request to the beginning of its answer',
      requestSeconds,
      ['route'],
    ),
  }
}

/** What others do for the server: the database, Discord, the webhook. */
function serviceMetrics(registry: MetricRegistry) {
  return {
    databaseUp: registry.gauge('dumpus_database_up', '1 when the database answered, else 0'),
    databaseProbe: registry.gauge(
      'dumpus_database_probe_seconds',
      'How long the database took to answer a SELECT 1',
    ),
    databaseBytes: registry.gauge('dumpus_database_size_bytes', 'Size of the database on its disk'),
    databaseConnections: registry.gauge(
      'dumpus_database_connections',
      'Connections of all nodes, by what they do: active, idle, …',
      ['state'],
    ),
    databaseConnectionsMax: registry.gauge(
      'dumpus_database_connections_limit',
      'Connections that this process opens at most',
    ),
    databaseErrors: registry.counter(
      'dumpus_database_errors_total',
      'Calls that failed because the database was away: of requests, claiming, jobs, lookups or metrics',
      ['place'],
      combinations({ place: ['request', 'claiming', 'job', 'lookup', 'metrics'] }),
    ),
    lookups: registry.counter(
      'dumpus_lookups_total',
      'Lookups of users and servers, and where their answers came from',
      ['kind', 'outcome'],
      combinations({ kind: ['user', 'guild'], outcome: ['kept', 'found', 'missing', 'busy', 'failed'] }),
    ),
    lookupRequests: registry.counter(
      'dumpus_lookup_requests_total',
      'Requests to Discord or DisWho, by the status of the answer; 0: none came',
      ['status'],
      combinations({ status: [0, 200, 401, 403, 404, 429, 500, 502, 503] }),
    ),
    notifications: registry.counter(
      'dumpus_notifications_total',
      'Messages to the webhook: sent, failed, dropped because there were too many',
      ['outcome'],
      combinations({ outcome: ['sent', 'failed', 'dropped'] }),
    ),
    logEvents: registry.counter(
      'dumpus_log_events_total',
      'Events of the levels warn and error, also when LOG_LEVEL hides them',
      ['level', 'event'],
      Object.entries(logEvents).flatMap(([event, { level }]) =>
        ['warn', 'error'].filter((word) => level.includes(word)).map((word) => ({ level: word, event })),
      ),
    ),
  }
}

/** Names without prefix are those that every Prometheus client uses. */
function processMetrics(registry: MetricRegistry) {
  return {
    build: registry.gauge('dumpus_build_info', '1; the versions are in the labels', ['version', 'bun']),
    memory: registry.gauge('process_resident_memory_bytes', 'Memory of this process'),
    cpu: registry.counter('process_cpu_seconds_total', 'CPU time of this process and its threads'),
    startedAt: registry.gauge(
      'process_start_time_seconds',
      'When this process started, in seconds since 1970',
    ),
    filesOpen: registry.gauge('process_open_fds', 'Open files and connections'),
    filesMax: registry.gauge('process_max_fds', 'Files and connections that may be open'),
    lag: registry.histogram(
      'dumpus_event_loop_lag_seconds',
      'How late the main thread came to a timer of each second',
      lagSeconds,
    ),
    loopDelay: registry.gauge(
      'dumpus_event_loop_delay_seconds',
      'The longest time of about the last minute in which the main thread ran no timer, as another thread saw it',
    ),
    diskFree: registry.gauge(
      'dumpus_disk_free_bytes',
      'Free space where the data and the encrypted downloads are',
      ['folder'],
    ),
  }
}
