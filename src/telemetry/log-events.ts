/**
 * Every event of the log, with its fields: docs/watching.md prints this table, and a logger takes no other
 * event.
 */

export interface EventDescription {
  level: string
  /** Beside time, level and event. Those that end with `?` are not always there. */
  fields: readonly string[]
  help: string
}

/** What safeError says of an error. */
const error = ['error', 'errorCode?', 'at?', 'cause?']

/** The level of what fails each time while the database is lost, which database_lost tells once. */
const warnUnlessLost = 'warn; debug while the database is lost'

export const logEvents = {
  // Start and end
  migrated: { level: 'info', fields: ['applied'], help: 'The tables were brought up to date' },
  core_dumps_possible: {
    level: 'warn',
    fields: [],
    help: 'The server cannot forbid its own core dumps here',
  },
  pooler_found: {
    level: 'info',
    fields: [],
    help: 'A pooler stands before PostgreSQL: no statement is prepared under a name, no session has settings',
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
  database_back: { level: 'info', fields: ['seconds'], help: 'It answers again, after so long' },
  postgres_started: { level: 'info', fields: ['version', 'runAs'], help: 'The embedded PostgreSQL runs' },
  postgres_left_behind_stopped: {
    level: 'warn',
    fields: [],
    help: 'A killed server had left its PostgreSQL running',
  },
  postgres_died: { level: 'error', fields: ['exitCode'], help: 'The embedded PostgreSQL ended by itself' },
  postgres_restarted: { level: 'info', fields: ['tries'], help: 'It runs again' },
  postgres_restart_failed: {
    level: 'error; debug when it fails again',
    fields: [...error, 'tries'],
    help: 'It does not; tried again',
  },
  data_dir_moved: {
    level: 'warn',
    fields: ['from', 'to', 'because'],
    help: 'Started by root, the data is elsewhere than asked for',
  },
  bucket_ready: { level: 'info', fields: [], help: 'Results can be stored in the bucket' },
  bucket_unusable: {
    level: 'error',
    fields: error,
    help: 'The bucket does not answer; the rest works without it',
  },
  results_in_unknown_bucket: {
    level: 'error',
    fields: ['count'],
    help: 'Results are in a bucket that the settings do not name',
  },
  proxies_ignored: {
    level: 'warn',
    fields: ['names'],
    help: 'The environment names proxies: this server uses none, since its requests hold KEYs and tokens',
  },
  stopping: { level: 'info', fields: ['withinSeconds'], help: 'Asked to stop' },
  jobs_left_at_shutdown: {
    level: 'warn',
    fields: ['jobs'],
    help: 'Not handed back in time: others take them over when their leases run out',
  },
  stop_failed: { level: 'error', fields: error, help: 'A part did not stop as it should' },
  stopped: { level: 'info', fields: [], help: 'The last line' },

  // Requests
  request: {
    level: 'info; debug for polls, pages, health, metrics, and for what was refused at the door',
    fields: ['method', 'route', 'package?', 'status', 'ms'],
    help: 'A request was answered',
  },
  request_failed: {
    level: 'error; debug for polls without a database',
    fields: ['method', 'route', 'package?', ...error],
    help: 'A route threw; its request is answered 500 or 503',
  },
  result_damaged: {
    level: 'error',
    fields: ['package', 'error?', 'errorCode?', 'at?', 'cause?'],
    help: 'A stored result is not what was written; it is not served',
  },
  result_not_read: {
    level: 'error',
    fields: ['package', ...error],
    help: 'The bucket did not give a result',
  },
  legacy_result_adopted: {
    level: 'info',
    fields: ['package'],
    help: 'An owner came for a result that was taken over from dumpus-api',
  },
  legacy_result_damaged: { level: 'error', fields: ['package'], help: 'Such a result cannot be decrypted' },
  lookup_failed: {
    level: 'debug',
    fields: ['kind', 'why?', 'error?', 'errorCode?', 'at?', 'cause?'],
    help: 'A user or server could not be looked up',
  },
  lookup_service_in_trouble: {
    level: 'warn',
    fields: ['service', 'why', 'pauseSeconds'],
    help: 'Discord or DisWho is left alone for a while',
  },
  lookup_cache_failed: {
    level: warnUnlessLost,
    fields: error,
    help: 'The kept answers could not be read or written',
  },

  webhook_failed: {
    level: 'warn',
    fields: ['status?', 'error?', 'errorCode?', 'at?', 'cause?'],
    help: 'A message to the webhook was refused or not answered',
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
    fields: ['package', 'seconds', 'bytes', 'resultBytes'],
    help: 'The result is stored; bytes of the archive and of the gzip',
  },
  job_failed: {
    level: 'warn; error for internal',
    fields: ['package', 'detail', 'seconds', 'retryInSeconds', ...error],
    help: 'With the detail that its owner sees; tried again when there is a pause',
  },
  job_stopped: {
    level: 'info',
    fields: ['package', 'why', 'seconds'],
    help: 'Nothing is wrong with it: lost to another node, cancelled (deleted), stopping, keyless',
  },
  job_not_settled: { level: 'error', fields: ['package', ...error], help: 'How it ended could not be noted' },
  analysis_failed: {
    level: 'warn',
    fields: ['package', 'error?', 'errorCode?', 'at?', 'cause?'],
    help: 'Where in the analysis it failed',
  },
  heartbeat_failed: { level: warnUnlessLost, fields: error, help: 'Leases were not renewed; tried again' },
  heartbeat_thread_ended: { level: 'error', fields: [], help: 'By itself; a new one renews the leases' },
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
  upload_failed: { level: 'warn', fields: error, help: 'The bucket did not take a result; tried again' },
  result_kept_in_database: {
    level: 'error',
    fields: ['bytes'],
    help: 'The bucket failed again: move-results brings it there later',
  },
  claiming_failed: {
    level: warnUnlessLost,
    fields: error,
    help: 'The queue could not be asked; tried again, and told again after it answered',
  },

  // Housekeeping
  sweep_put_off: {
    level: 'warn',
    fields: ['days'],
    help: 'The last sweep was so many days ago by the database’s clock: it jumped, or nothing ran. Nothing is deleted by age for a day',
  },
  swept: {
    level: 'info',
    fields: ['results', 'failures', 'abandoned', 'legacy'],
    help: 'Deleted because their time was over',
  },
  objects_removed: { level: 'info', fields: ['deleted'], help: 'Objects of deleted results' },
  orphans_removed: {
    level: 'warn',
    fields: ['unnamed?', 'unfinished?', 'unknown?'],
    help: 'What crashes had left behind',
  },
  housekeeping_failed: {
    level: warnUnlessLost,
    fields: ['round', ...error],
    help: 'A round failed; the next one comes',
  },
  queue_state_failed: { level: warnUnlessLost, fields: error, help: 'Metrics without the queue' },

  // What should not happen
  unhandled_rejection: { level: 'error', fields: error, help: 'An error that nobody expected: report it' },
  uncaught_exception: { level: 'error', fields: error, help: 'The same' },
} as const satisfies Record<string, EventDescription>

export type LogEvent = keyof typeof logEvents

/** The events at that level. */
export const causedByLostDatabase: ReadonlySet<LogEvent> = new Set(
  (Object.keys(logEvents) as LogEvent[]).filter((event) => logEvents[event].level === warnUnlessLost),
)
