/** Examines the server on this machine's port, and the bucket for results. */
import type { Config } from '../config/config.ts'
import { createBucket } from '../results/bucket.ts'
import { StorageError } from '../results/store.ts'
import { fail, type Finding, ok, warn } from './finding.ts'
import { ask, healthOf } from './requests.ts'

/** /health limits its own checks to 2 s. If it takes longer, the main thread is busy. */
const slowAnswerSeconds = 2

export async function examineServer({ host, port }: Config): Promise<Finding> {
  const local = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  const askedAt = performance.now()
  const answer = await ask(`http://${local.includes(':') ? `[${local}]` : local}:${port}/health`)
  const health = healthOf(answer)
  if (answer.status === 0) return ok('server', `none is running on port ${port} at the moment`)
  if (!health) {
    return fail(
      'server',
      `port ${port} is used by another program`,
      'stop that program, or set PORT to another number',
    )
  }
  if (health.status !== 'alive')
    return warn('server', `version ${health.version} is ${health.status}`, 'look at its log')
  const seconds = (performance.now() - askedAt) / 1000
  if (seconds > slowAnswerSeconds) {
    return warn(
      'server',
      `version ${health.version} on port ${port} took ${seconds.toFixed(1)} s to answer /health: its main thread is busy`,
      'see dumpus_event_loop_delay_seconds and the log: there are too many requests, or the machine is too small',
    )
  }
  return ok('server', `version ${health.version} is running on port ${port}`)
}

/** Tests the bucket: requests a missing object, writes a small one, and removes it. */
export async function examineBucket(config: Config): Promise<Finding[]> {
  const bucket = createBucket(config, 'doctor')
  if (!bucket) return []
  try {
    const name = crypto.randomUUID()
    await bucket.read(name, { start: 0, end: 1, length: 1 })
    await bucket.write(name, new TextEncoder().encode('doctor'))
    await bucket.remove(name)
    return [ok('bucket', 'can be read and written')]
  } catch (error) {
    const code = error instanceof StorageError ? error.code : 'no_answer'
    const isRefused = code === 'status_401' || code === 'status_403'
    const advice = isRefused
      ? 'check S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY and the clock, and that this key may list, get, put and delete'
      : 'check S3_ENDPOINT, S3_BUCKET, S3_REGION and S3_URL_STYLE, and that this machine can reach the service'
    return [
      fail('bucket', isRefused ? 'refuses the access key' : `does not respond properly (${code})`, advice),
    ]
  }
}
