/** Every log event with its fields. docs/watching.md has this table. The logger accepts no other event. */

export interface EventDescription {
  level: string
  /** Fields besides time, level and event. Names that end with `?` are optional. */
  fields: readonly string[]
  help: string
}

/** The fields that safeError returns for an error. */
const error = ['error', 'errorCode?', 'at?', 'cause?']

/** The level of failures that recur while the database is lost. The event database_lost is logged once. */
const warnUnlessLost = 'warn; debug while the database is lost'

export const logEvents = {
  // Start and stop
  migrated: { level: 'info', fields: ['applied'], help: 'The tables were migrated' },
  core_dumps_possible: {
    level: 'warn',
    fields: [],
    help: 'The server cannot disable its own core dumps here',
  },
  connections_closed: {
    level: 'warn',
    fields: ['which', 'limit'],
    help: 'Three quarters of the file descriptors were in use: idle connections were closed, or all if that was not enough',
  },
  pooler_found: {
    level: 'info',
    fields: [],
    help: 'There is a pooler in front of PostgreSQL: the server uses no named prepared statements and no session settings',
  },
  database_unusable: {
    level: 'error',
    fields: error,
    help: 'The database does not answer, or refuses this user',
  },
  database_lost: {
    level: 'error',
    fields: ['why', ...error],
    help: 'The database stopped answering; requests get 503 and jobs wait until it is back',
  },
  database_back: { level: 'info', fields: ['seconds'], help: 'The database answers again' },
  postgres_started: {
    level: 'info',
    fields: ['version', 'runAs'],
    help: 'The embedded PostgreSQL has started',
  },
  postgres_left_behind_stopped: {
    level: 'warn',
    fields: [],
    help: 'A killed server had left its PostgreSQL running; that PostgreSQL was stopped',
  },
  postgres_died: { level: 'error', fields: ['exitCode'], help: 'The embedded PostgreSQL ended unexpectedly' },
  postgres_restarted: { level: 'info', fields: ['tries'], help: 'The embedded PostgreSQL runs again' },
  postgres_restart_failed: {
    level: 'error; debug when it fails again',
    fields: [...error, 'tries'],
    help: 'The embedded PostgreSQL could not be restarted; the server tries again',
  },
  data_dir_moved: {
    level: 'warn',
    fields: ['from', 'to', 'because'],
    help: 'The server was started by root and keeps its data in another folder',
  },
  bucket_ready: { level: 'info', fields: [], help: 'Results can be stored in the bucket' },
  bucket_unusable: {
    level: 'error',
    fields: error,
    help: 'The bucket does not work; everything else works without it',
  },
  results_in_unknown_bucket: {
    level: 'error',
    fields: ['count'],
    help: 'Results are in a bucket that the settings do not name',
  },
  proxies_ignored: {
    level: 'warn',
    fields: ['names'],
    help: 'The environment names proxies; this server ignores them, since its requests contain KEYs and tokens',
  },
  stopping: { level: 'info', fields: ['withinSeconds'], help: 'The server was asked to stop' },
  jobs_left_at_shutdown: {
    level: 'warn',
    fields: ['jobs'],
    help: 'Jobs that were not handed back in time; other servers take them over when their leases expire',
  },
  stop_failed: { level: 'error', fields: error, help: 'A part of the server failed to stop' },
  stopped: { level: 'info', fields: [], help: 'The server has stopped' },

  // Requests
  request: {
    level: 'info; debug for polls, pages, the demo, health, metrics, unknown paths and refused requests',
    fields: ['method', 'route', 'package?', 'status', 'ms'],
    help: 'A request was answered',
  },
  request_failed: {
    level: 'error; debug for polls without a database',
    fields: ['method', 'route', 'package?', ...error],
    help: 'A route threw; the response is 500 or 503',
  },
  result_damaged: {
    level: 'error',
    fields: ['package', 'error?', 'errorCode?', 'at?', 'cause?'],
    help: 'A stored result differs from what was written; it is not served',
  },
  result_not_read: {
    level: 'error',
    fields: ['package', ...error],
    help: 'A result could not be read from the bucket',
  },
  legacy_result_adopted: {
    level: 'info',
    fields: ['package'],
    help: 'The owner of a result imported from dumpus-api came for the first time; it is now an ordinary result',
  },
  legacy_result_damaged: {
    level: 'error',
    fields: ['package'],
    help: 'A result of dumpus-api cannot be decrypted',
  },
  lookup_failed: {
    level: 'debug',
    fields: ['kind', 'why?', 'error?', 'errorCode?', 'at?', 'cause?'],
    help: 'A user or server could not be looked up',
  },
  lookup_service_in_trouble: {
    level: 'warn',
    fields: ['service', 'why', 'pauseSeconds'],
    help: 'Discord or DisWho has problems; lookups pause for a while',
  },
  lookup_cache_failed: {
    level: warnUnlessLost,
    fields: error,
    help: 'The lookup cache could not be read or written',
  },

  webhook_failed: {
    level: 'warn',
    fields: ['status?', 'error?', 'errorCode?', 'at?', 'cause?'],
    help: 'A webhook message was refused or got no response',
  },

  // Jobs
  job_started: { level: 'info', fields: ['package', 'attempt'], help: 'A package was claimed' },
  job_step: {
    level: 'info',
    fields: ['package', 'step', 'outcome', 'detail?', 'seconds'],
    help: 'A step (download, analysis, storing) ended: ok, failed or stopped',
  },
  job_finished: {
    level: 'info',
    fields: ['package', 'seconds', 'bytes', 'resultBytes', 'unusableFiles', 'unusableRecords', 'leftOut'],
    help: 'The result is stored; `bytes` is the size of the archive, `resultBytes` of the gzip; the other fields count what was not used',
  },
  job_failed: {
    level: 'warn; error for internal',
    fields: ['package', 'detail', 'seconds', 'retryInSeconds', ...error],
    help: 'A job failed; it is retried if `retryInSeconds` is set, else its owner sees the detail',
  },
  job_stopped: {
    level: 'info',
    fields: ['package', 'why', 'seconds'],
    help: 'A job was stopped without a failure: lost (taken over by another node), cancelled (deleted), stopping (shutdown), keyless (the KEY is no longer held)',
  },
  job_not_settled: {
    level: 'error',
    fields: ['package', ...error],
    help: 'A job’s outcome was not recorded',
  },
  analysis_failed: {
    level: 'warn',
    fields: ['package', 'error?', 'errorCode?', 'at?', 'cause?'],
    help: 'An analysis failed; `at` says where',
  },
  heartbeat_failed: { level: warnUnlessLost, fields: error, help: 'Renewing leases failed; it is retried' },
  heartbeat_thread_ended: { level: 'error', fields: [], help: 'The heartbeat thread ended; it is restarted' },
  database_silent: {
    level: warnUnlessLost,
    fields: ['package', ...error],
    help: 'A job waits for the database',
  },
  result_not_stored_yet: {
    level: warnUnlessLost,
    fields: ['package', ...error],
    help: 'A job waits to store its result',
  },
  upload_failed: {
    level: 'warn',
    fields: error,
    help: 'Writing a result to the bucket failed; it is tried once more',
  },
  result_kept_in_database: {
    level: 'error',
    fields: ['bytes', ...error],
    help: 'The bucket failed again; the result stays in the database, and move-results can move it later',
  },
  claiming_failed: {
    level: warnUnlessLost,
    fields: error,
    help: 'No job could be claimed; the server tries again, and logs further failures as debug until a query succeeds',
  },

  // Housekeeping
  sweep_put_off: {
    level: 'warn',
    fields: ['days'],
    help: 'By the database’s clock, the last sweep was this many days ago: the clock jumped, or no server ran. Nothing is deleted by age for a day',
  },
  swept: {
    level: 'info',
    fields: ['results', 'failures', 'abandoned', 'legacy'],
    help: 'Expired packages and imported results were deleted',
  },
  objects_removed: {
    level: 'info',
    fields: ['deleted'],
    help: 'Bucket objects of deleted results were removed',
  },
  orphans_removed: {
    level: 'warn',
    fields: ['unnamed?', 'unfinished?', 'unknown?'],
    help: 'What crashes, failed uploads or a restored backup had left behind was removed: unnamed results in the database, unfinished and unknown objects in the bucket',
  },
  housekeeping_failed: {
    level: warnUnlessLost,
    fields: ['round', ...error],
    help: 'A housekeeping task failed; it runs again at its next time',
  },
  queue_state_failed: {
    level: warnUnlessLost,
    fields: error,
    help: 'The state of the queue could not be read; its metrics are missing',
  },

  // What should not happen
  unhandled_rejection: { level: 'error', fields: error, help: 'A bug: please report it' },
  uncaught_exception: { level: 'error', fields: error, help: 'A bug: please report it' },
} as const satisfies Record<string, EventDescription>

export type LogEvent = keyof typeof logEvents

/** The events with the level `warnUnlessLost`. */
export const causedByLostDatabase: ReadonlySet<LogEvent> = new Set(
  (Object.keys(logEvents) as LogEvent[]).filter((event) => logEvents[event].level === warnUnlessLost),
)
