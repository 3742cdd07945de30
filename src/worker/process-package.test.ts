import { expect, setDefaultTimeout, test } from 'bun:test'
import { loadConfig } from '../config/config.ts'
import { createBucket } from '../results/bucket.ts'
import { inBucket } from '../results/placement.ts'
import { createStorage } from '../results/storage.ts'
import { sweepObjects } from '../results/sweep.ts'
import { createLogger } from '../telemetry/logger.ts'
import { startBucketServer } from '../tests/support/fakes/bucket-server.ts'
import { type PackageSource, resultTextOf, spooledFiles } from '../tests/support/servers/test-node.ts'
import {
  setUpPool,
  canaryText,
  shared,
  source,
  start,
  stateOf,
  until,
  untilStep,
  timesOf,
} from '../tests/support/servers/pool-trial.ts'

setDefaultTimeout(60_000)

const canaryKey = 'canary-key-of-the-package-test'
setUpPool(canaryKey)

const failures: [
  name: string,
  offer: () => ReturnType<PackageSource['offer']>,
  code: string,
  detail: string,
][] = [
  [
    'an analysis fails with a reason',
    () => source.offer({ act: 'archive_bomb', text: canaryText }),
    'UNKNOWN_ERROR',
    'archive_bomb',
  ],
  [
    'a package has no owner',
    () => source.offer({ act: 'package_without_owner', text: '' }),
    'MISSING_USER_DATA',
    'package_without_owner',
  ],
  ['a thread throws', () => source.offer({ act: 'throw', text: canaryText }), 'UNKNOWN_ERROR', 'internal'],
  [
    'an analysis never ends',
    () => source.offer({ act: 'hang', text: canaryText }),
    'UNKNOWN_ERROR',
    'analysis_too_long',
  ],
  [
    'a link has expired',
    () => source.offerAnswer(() => new Response(null, { status: 403 })),
    'EXPIRED_LINK',
    'link_expired',
  ],
  [
    'the link leads to a web page',
    () => source.offerAnswer(() => new Response('<html>')),
    'INVALID_LINK',
    'link_not_a_package',
  ],
  [
    'the link leads to a private network',
    () => source.offerAnswer(() => Response.redirect('https://127.0.0.1/')),
    'INVALID_LINK',
    'link_redirects_away',
  ],
]

test.each(failures)('a failure is reported: %s', async (_, offer, code, detail) => {
  const node = start({ environment: { ANALYSIS_SECONDS_MAX: '1' } })
  const { link, packageId } = offer()
  await node.post(link)
  await until(async () => (await stateOf(packageId))?.errorCode)
  expect(await stateOf(packageId)).toMatchObject({ errorCode: code, errorDetail: detail })
  await until(() => node.pool.running() === 0)
  expect(node.keyring.size).toBe(0)
  expect(spooledFiles(node)).toEqual([])
})

test('a job with a transient error is retried later', async () => {
  const node = start({ environment: { DOWNLOAD_TRIES_MAX: '2' } })
  let isUp = false
  const { key, link, packageId } = source.offerAnswer(() =>
    isUp
      ? new Response(`PK{"act":"echo","text":"${canaryText} at last"}`)
      : new Response(null, { status: 503 }),
  )
  await node.post(link)
  await until(async () => (await timesOf(packageId)).isDelayed)
  expect(await stateOf(packageId)).toMatchObject({ step: 'LOCKED', errorCode: null })
  expect([source.requestsOf(packageId), (await timesOf(packageId)).attempts]).toEqual([2, 0])
  isUp = true
  await shared.database.sql`UPDATE packages SET not_before = now() WHERE id = ${packageId}`
  await untilStep(packageId, 'PROCESSED')
  expect(await resultTextOf(shared.database, key)).toBe(`${canaryText} at last`)
})

test('an object that is swept before its result is committed is uploaded again', async () => {
  const server = await startBucketServer()
  const { database } = shared
  const bucket = createBucket(loadConfig(server.environment), 'folder')!
  const storage = createStorage(database, bucket, inBucket(database, bucket, createLogger('silent')))
  let uploads = 0
  const node = start({
    storage: {
      ...storage,
      async prepare(sealed, signal) {
        const prepared = await storage.prepare(sealed, signal)
        if (++uploads > 1) return prepared
        await database.sql`UPDATE stored_objects SET created_at = created_at - interval '2 hours'`
        expect(await sweepObjects(database, bucket)).toMatchObject({ unfinished: 1 })
        return prepared
      },
    },
  })
  const { link, packageId } = source.offer({ act: 'echo', text: canaryText })
  await node.post(link)
  await until(async () => (await stateOf(packageId))?.blobId || (await stateOf(packageId))?.errorCode)
  expect(await stateOf(packageId)).toMatchObject({ step: 'PROCESSED', errorDetail: null })
  expect([uploads, server.objects().length, source.requestsOf(packageId)]).toEqual([2, 1, 1])
  await until(() => node.pool.running() === 0)
  expect(node.keyring.size).toBe(0)
  await server.stop()
})

test('after these jobs, no KEY, link or text of a package is in the database', async () => {
  const { sql } = shared.database
  const tables = ['packages', 'blobs', 'blob_chunks', 'server_secrets']
  const dump = await Promise.all(
    tables.map((table) => sql`SELECT ${sql(table)}::text AS row FROM ${sql(table)}`),
  )
  const text = JSON.stringify(dump)
  expect(text).toContain('PROCESSED')
  for (const secret of [canaryKey, canaryText, source.origin]) {
    expect(text).not.toContain(secret)
    expect(text).not.toContain(Buffer.from(secret).toString('hex'))
  }
})
