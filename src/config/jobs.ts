/** Settings for jobs: how many at once, how they are leased, retried, ended and forgotten. */
import { availableParallelism } from 'node:os'
import { option } from './option.ts'
import { integer } from './setting-types.ts'

export const jobsOptions = {
  workers: {
    ...option(
      'WORKERS',
      Math.max(1, Math.floor(availableParallelism() / 2)),
      integer(1, 64),
      'Packages analyzed at the same time; each job keeps two cores busy',
    ),
    defaultText: 'half of the cores',
  },
  packagesPerAddressMax: option(
    'PACKAGES_PER_ADDRESS_MAX',
    20,
    integer(1, 100_000),
    'Unfinished packages of one address (IPv6: of its /64); further links are refused until one has ended',
  ),
  leaseSeconds: option(
    'LEASE_SECONDS',
    15,
    integer(3, 3600),
    'A job whose worker has been silent for this long is taken over',
  ),
  heartbeatSeconds: option(
    'HEARTBEAT_SECONDS',
    3,
    integer(1, 600),
    'Interval at which the leases of running jobs are renewed',
  ),
  attemptsMax: option(
    'ATTEMPTS_MAX',
    5,
    integer(1, 100),
    'A package whose processing crashed this many times is marked failed',
  ),
  shutdownSeconds: option(
    'SHUTDOWN_SECONDS',
    25,
    integer(0, 3600),
    'Time to finish requests and hand jobs back on SIGTERM',
  ),
  jobSecondsMax: option(
    'JOB_SECONDS_MAX',
    3 * 3600,
    integer(1, 86_400),
    'Longest working time of a job: download, analysis and storing together; waiting for a worker does not count',
  ),
  keyHoldSeconds: option(
    'KEY_HOLD_SECONDS',
    86_400,
    integer(60, 604_800),
    'How long the KEY of an unfinished package stays in memory after its owner’s last poll',
  ),
  resultDays: option('RESULT_DAYS', 90, integer(1, 36_500), 'Results are deleted after this many days'),
  errorDays: option(
    'ERROR_DAYS',
    7,
    integer(1, 36_500),
    'Failed packages are forgotten after this many days',
  ),
  abandonedDays: option(
    'ABANDONED_DAYS',
    14,
    integer(1, 36_500),
    'Waiting packages are forgotten this many days after their owner’s last poll',
  ),
}
