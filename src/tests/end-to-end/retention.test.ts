/**
 * Results and failures that are older than their retention time are deleted from every kind of storage. The
 * owner can submit the same link again.
 */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { packageIdOf } from '../../crypto.ts'
import { startMaintenance } from '../../worker/housekeeping.ts'
import { bodyOf, startApi, type TestApi } from '../support/servers/api.ts'
import { type BucketServer, startBucketServer } from '../support/fakes/bucket-server.ts'

let bucketServer: BucketServer
beforeAll(async () => void (bucketServer = await startBucketServer()))
afterAll(() => bucketServer.stop())

const kinds: [string, () => Record<string, string>][] = [
  ['PostgreSQL', () => ({})],
  ['a bucket', () => bucketServer.environment],
]

describe.each(kinds)('with results in %s', (_, environment) => {
  let api: TestApi
  beforeAll(async () => void (api = await startApi(environment())))
  afterAll(() => api.drop())

  let keys = 0
  const keyOf = (number: number) => `${String(number).padStart(8, '0')}${'r'.repeat(500)}`
  const newKey = () => keyOf(++keys)
  const post = async (key: string) => {
    const package_link = `https://click.discord.com/ls/click?upn=${key}`
    return bodyOf(await api.call('POST', '/process', { body: { package_link } }))
  }
  const status = async (key: string) =>
    bodyOf(await api.call('GET', `/process/${packageIdOf(key)}/status`, { key }))
  const data = async (key: string) =>
    (await api.call('GET', `/process/${packageIdOf(key)}/data`, { key })).status
  const age = (key: string, days: number) => api.database.sql`
    UPDATE packages SET finished_at = finished_at - make_interval(days => ${days}) WHERE id = ${packageIdOf(key)}`
  /** One housekeeping round, and a second one for the objects of the packages that the first one deleted. */
  const houseKeep = async () => {
    for (let round = 0; round < 2; round++) await startMaintenance({ ...api.context, bucket: api.bucket })()
    for (let id = 1; id <= keys; id++) api.context.statusCache.invalidate(packageIdOf(keyOf(id)))
  }

  test('a result of 89 days is kept, one of 91 days is deleted, and can be made again from its link', async () => {
    const [young, old] = [newKey(), newKey()]
    for (const key of [young, old]) {
      await post(key)
      await api.finish(key, Buffer.from('result'))
    }
    await age(young, 89)
    await age(old, 91)
    await houseKeep()
    expect([await data(young), await data(old)]).toEqual([200, 404])
    expect(await status(old)).toMatchObject({ isErrored: true, errorMessageCode: 'UNKNOWN_PACKAGE_ID' })
    if (api.bucket) expect(bucketServer.objects().length).toBe(1)
    const [chunks] = await api.database.sql<{ count: number }[]>`SELECT count(*) FROM blob_chunks`
    expect(chunks!.count).toBe(api.bucket ? 0 : 1)

    expect(await post(old)).toMatchObject({ isAccepted: true, packageId: packageIdOf(old) })
    expect(await status(old)).toMatchObject({ isErrored: false, processingStep: 'LOCKED' })
    await api.finish(old, Buffer.from('result'))
    expect(await data(old)).toBe(200)
  })

  test('a failure of 6 days is kept, one of 8 days is deleted, and its link can be submitted again', async () => {
    const [young, old] = [newKey(), newKey()]
    for (const key of [young, old]) {
      await post(key)
      await api.failWith(key, 'archive_corrupt')
    }
    await age(young, 6)
    await age(old, 8)
    await houseKeep()
    expect(await status(young)).toMatchObject({ isErrored: true, errorMessageCode: 'UNKNOWN_ERROR' })
    expect(await status(old)).toMatchObject({ isErrored: true, errorMessageCode: 'UNKNOWN_PACKAGE_ID' })
    expect(await post(old)).toMatchObject({ isAccepted: true })
    expect(await status(old)).toMatchObject({ isErrored: false, processingStep: 'LOCKED' })
  })

  test('a link that an older version left in a failed package is removed', async () => {
    const key = newKey()
    await post(key)
    await api.failWith(key, 'archive_corrupt')
    const id = packageIdOf(key)
    await api.database.sql`UPDATE packages SET sealed_link = 'sealed' WHERE id = ${id}`
    await houseKeep()
    const rows = await api.database.sql`SELECT sealed_link FROM packages WHERE id = ${id}`
    expect([...rows]).toEqual([{ sealed_link: null }])
  })

  test('the log reports the number of deletions, and there were no orphans', () => {
    const lines = api.lines.map((line) => JSON.parse(line))
    const swept = lines.filter(({ event }) => event === 'swept')
    expect(swept).toMatchObject([{ results: 1 }, { failures: 1 }])
    expect(lines.filter(({ event }) => event === 'orphans_removed')).toEqual([])
  })
})
