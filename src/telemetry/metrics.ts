/**
 * Every metric of the server, in one table. No metric contains an id, an address or text of a user: label
 * values come from tables.
 */
import { logEvents } from './log-events.ts'
import { MetricRegistry } from './metric-registry.ts'

/** Steps of a job that are measured separately. */
export const jobSteps = ['download', 'analysis', 'storing'] as const
export type JobStep = (typeof jobSteps)[number]

/** Why a job was stopped from outside, with nothing wrong with its package. */
export const stopReasons = ['lost', 'cancelled', 'stopping', 'keyless'] as const
export type StopReason = (typeof stopReasons)[number]

const requestSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const jobSeconds = [0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200]
const lagSeconds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]

export type Metrics = ReturnType<typeof createMetrics>

/** The metrics of one process, all at their initial values. */
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

/** The kinds of rows and objects that queue/retention.ts and results/sweep.ts delete. */
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
      'Jobs that ended: finished; failed or retried, with the error detail; stopped, with the reason',
      ['outcome', 'detail'],
    ),
    jobSteps: registry.counter(
      'dumpus_job_steps_total',
      'Steps of jobs (download, analysis, storing) that ended: ok, failed or stopped, with the detail',
      ['step', 'outcome', 'detail'],
    ),
    jobSeconds: registry.histogram(
      'dumpus_job_duration_seconds',
      'Duration of jobs, from claim to end',
      jobSeconds,
      ['outcome'],
      combinations({ outcome: ['finished', 'failed', 'retried', 'stopped'] }),
    ),
    jobStepSeconds: registry.histogram(
      'dumpus_job_step_duration_seconds',
      'Duration of job steps that succeeded',
      jobSeconds,
      ['step'],
      combinations({ step: jobSteps }),
    ),
    downloadBytes: registry.counter('dumpus_download_bytes_total', 'Bytes of archives downloaded'),
    resultsStored: registry.counter('dumpus_results_stored_total', 'Results stored'),
    resultBytes: registry.counter('dumpus_result_bytes_total', 'Bytes of encrypted results stored'),
    jobsRunning: registry.gauge('dumpus_jobs_running', 'Jobs running in this process'),
    downloadsRunning: registry.gauge(
      'dumpus_downloads_running',
      'Packages that this process is downloading, or has downloaded and that wait for one of its workers',
    ),
    downloadsMax: registry.gauge(
      'dumpus_downloads_limit',
      'Packages that this process may download at the same time (DOWNLOADS)',
    ),
    spoolReserved: registry.gauge(
      'dumpus_spool_reserved_bytes',
      'Disk space reserved by current downloads, out of SPOOL_BYTES_MAX',
    ),
    analysesRunning: registry.gauge('dumpus_analyses_running', 'Packages that this process is analyzing'),
    workersMax: registry.gauge(
      'dumpus_workers',
      'Packages that this process may analyze at the same time (WORKERS)',
    ),
    workersAlive: registry.gauge('dumpus_workers_alive', '1 if this process looks for work, else 0'),
    swept: registry.counter(
      'dumpus_packages_swept_total',
      'What was deleted: expired packages and imported results, orphaned results, bucket objects without a result',
      ['kind'],
      combinations({ kind: sweptKinds }),
    ),
  }
}

function queueMetrics(registry: MetricRegistry) {
  return {
    queueWaiting: registry.gauge(
      'dumpus_queue_waiting',
      'Packages waiting in the queue, on all nodes: standard and premium',
      ['queue'],
    ),
    queueAwaited: registry.gauge(
      'dumpus_queue_awaited',
      'Waiting packages whose owners polled recently, on all nodes; dumpus_queue_limit applies to them',
    ),
    queueWithoutKey: registry.gauge(
      'dumpus_queue_waiting_without_key',
      'Waiting packages whose KEY this process does not hold: another node has it, or their owners must poll again',
    ),
    queueRunning: registry.gauge('dumpus_queue_running', 'Packages being processed, on all nodes'),
    queueLongestWait: registry.gauge(
      'dumpus_queue_longest_wait_seconds',
      'Longest wait of a package that is in the queue now',
    ),
    queueMax: registry.gauge(
      'dumpus_queue_limit',
      'Limit on waiting packages whose owners polled recently (QUEUE_MAX)',
    ),
    keysHeld: registry.gauge(
      'dumpus_keys_held',
      'KEYs of unfinished packages held in memory by this process',
    ),
  }
}

function requestMetrics(registry: MetricRegistry) {
  return {
    requests: registry.counter('dumpus_http_requests_total', 'Requests answered', [
      'method',
      'route',
      'status',
    ]),
    requestSeconds: registry.histogram(
      'dumpus_http_request_duration_seconds',
      'Time from a request to the first byte of its response',
      requestSeconds,
      ['route'],
    ),
  }
}

/** The services that this server uses (the database, Discord, the webhook), and the log. */
function serviceMetrics(registry: MetricRegistry) {
  return {
    databaseUp: registry.gauge('dumpus_database_up', '1 if the database answered, else 0'),
    databaseProbe: registry.gauge(
      'dumpus_database_probe_seconds',
      'How long the database took to answer a SELECT 1',
    ),
    databaseBytes: registry.gauge('dumpus_database_size_bytes', 'Size of the database on its disk'),
    databaseConnections: registry.gauge(
      'dumpus_database_connections',
      'Connections of all nodes, by state: active, idle, …',
      ['state'],
    ),
    databaseConnectionsMax: registry.gauge(
      'dumpus_database_connections_limit',
      'Connections that this process may open',
    ),
    databaseErrors: registry.counter(
      'dumpus_database_errors_total',
      'Calls that failed because the database was unavailable: in requests, claiming, jobs, lookups or metrics',
      ['place'],
      combinations({ place: ['request', 'claiming', 'job', 'lookup', 'metrics'] }),
    ),
    lookups: registry.counter(
      'dumpus_lookups_total',
      'Lookups of users and servers, by outcome; the outcome kept means answered from the cache',
      ['kind', 'outcome'],
      combinations({ kind: ['user', 'guild'], outcome: ['kept', 'found', 'missing', 'busy', 'failed'] }),
    ),
    lookupRequests: registry.counter(
      'dumpus_lookup_requests_total',
      'Requests to Discord or DisWho, by response status; 0 means no complete response',
      ['status'],
      combinations({ status: [0, 200, 401, 403, 404, 429, 500, 502, 503] }),
    ),
    notifications: registry.counter(
      'dumpus_notifications_total',
      'Events for the webhook: sent, failed, or dropped because too many were waiting, the webhook was refused, or the server stopped',
      ['outcome'],
      combinations({ outcome: ['sent', 'failed', 'dropped'] }),
    ),
    logEvents: registry.counter(
      'dumpus_log_events_total',
      'Log events of the levels warn and error, even if LOG_LEVEL hides them',
      ['level', 'event'],
      Object.entries(logEvents).flatMap(([event, { level }]) =>
        ['warn', 'error'].filter((word) => level.includes(word)).map((word) => ({ level: word, event })),
      ),
    ),
  }
}

/** Names without our prefix are those that every Prometheus client library uses. */
function processMetrics(registry: MetricRegistry) {
  return {
    build: registry.gauge('dumpus_build_info', 'Always 1; the versions are in the labels', [
      'version',
      'bun',
    ]),
    memory: registry.gauge('process_resident_memory_bytes', 'Resident memory of this process'),
    cpu: registry.counter('process_cpu_seconds_total', 'CPU time of this process and its threads'),
    startedAt: registry.gauge(
      'process_start_time_seconds',
      'Start time of this process, in seconds since 1970',
    ),
    filesOpen: registry.gauge('process_open_fds', 'Open files and connections'),
    filesMax: registry.gauge('process_max_fds', 'Limit on open files and connections'),
    lag: registry.histogram(
      'dumpus_event_loop_lag_seconds',
      'How late the main thread runs a one-second timer',
      lagSeconds,
    ),
    loopDelay: registry.gauge(
      'dumpus_event_loop_delay_seconds',
      'The longest time in about the last minute in which the main thread ran no timer, as seen by another thread',
    ),
    diskFree: registry.gauge(
      'dumpus_disk_free_bytes',
      'Free disk space in the folders of the data and of the encrypted downloads',
      ['folder'],
    ),
  }
}
