/** The metrics of a real server before, during and after real jobs, parsed strictly. */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { connect } from '../../db/connect.ts'
import { metricsContentType } from '../../telemetry/metric-registry.ts'
import { type EventDescription, type LogEvent, logEvents } from '../../telemetry/log-events.ts'
import { tagOf } from '../../telemetry/logger.ts'
import { createMetrics } from '../../telemetry/metrics.ts'
import { enqueue } from '../../queue/jobs.ts'
import { startApi, type TestApi } from '../support/servers/api.ts'
import type { Owner } from '../support/servers/owner.ts'
import { parsePrometheusText, valueOf } from '../support/judges/prometheus-text.ts'
import type { ServerProcess } from '../support/servers/server-process.ts'
import { createOwner, launch, setUpServers, shared } from '../support/servers/server-trial.ts'

const token = 'a1b2c3d4e5f60718293a4b5c6d7e8f90'
setUpServers({ packageCount: 2 })

let server: ServerProcess

beforeAll(
  async () =>
    void (server = await launch({
      environment: { METRICS_TOKEN: token, WORKERS: '1', DOWNLOADS: '2', LOG_LEVEL: 'debug' },
    })),
)

async function scrape(from: { url: string } = server) {
  const response = await fetch(`${from.url}/metrics`, { headers: { authorization: `Bearer ${token}` } })
  expect([response.status, response.headers.get('content-type')]).toEqual([200, metricsContentType])
  const text = await response.text()
  return { text, families: parsePrometheusText(text) }
}

type Scrape = Awaited<ReturnType<typeof scrape>>

/** The growth of a series. */
function growth(before: Scrape, after: Scrape) {
  return (name: string, labels: Record<string, string> = {}) =>
    valueOf(after.families, name, labels) - valueOf(before.families, name, labels)
}

/** Scrapes until the condition holds: values from the database may be a few seconds old. */
async function scrapeUntil(isSo: (scraped: Scrape) => boolean): Promise<Scrape> {
  for (;;) {
    const scraped = await scrape()
    if (isSo(scraped)) return scraped
    await Bun.sleep(200)
  }
}

test('only requests with the token get the metrics', async () => {
  const status = async (authorization?: string) =>
    (await fetch(`${server.url}/metrics`, { headers: authorization ? { authorization } : {} })).status
  expect(await status()).toBe(401)
  for (const wrong of [token, `Bearer ${token.slice(1)}`, `Bearer ${token}0`, 'Bearer ', `Basic ${token}`]) {
    expect([wrong, await status(wrong)]).toEqual([wrong, 401])
  }
  expect(await status(`Bearer ${token}`)).toBe(200)
})

test('jobs that finish and jobs that fail are counted', async () => {
  const before = await scrape()
  const good = [createOwner(server), createOwner(server)]
  const expired = createOwner(server, { status: 403 })
  for (const owner of [...good, expired]) {
    await owner.post()
    await owner.wait()
  }
  for (const owner of good) await owner.data()
  const after = await scrape()
  const grew = growth(before, after)

  expect(grew('dumpus_jobs_total', { outcome: 'finished', detail: '' })).toBe(2)
  expect(grew('dumpus_jobs_total', { outcome: 'failed', detail: 'link_expired' })).toBe(1)
  const steps = (step: string, outcome: string, detail = '') =>
    grew('dumpus_job_steps_total', { step, outcome, detail })
  expect([steps('download', 'ok'), steps('analysis', 'ok'), steps('storing', 'ok')]).toEqual([2, 2, 2])
  expect(steps('download', 'failed', 'link_expired')).toBe(1)
  for (const step of ['download', 'analysis', 'storing']) {
    expect([step, grew('dumpus_job_step_duration_seconds_count', { step })]).toEqual([step, 2])
  }
  expect(grew('dumpus_job_duration_seconds_count', { outcome: 'finished' })).toBe(2)
  expect(grew('dumpus_job_duration_seconds_count', { outcome: 'failed' })).toBe(1)
  const archives = good.map((owner) => owner.known.archive.length)
  expect(grew('dumpus_download_bytes_total')).toBe(archives[0]! + archives[1]!)
  expect(grew('dumpus_results_stored_total')).toBe(2)
  const [stored] = await shared.database.sql<
    { bytes: number }[]
  >`SELECT sum(length)::int8 AS bytes FROM blobs`
  expect(grew('dumpus_result_bytes_total')).toBe(stored!.bytes)

  const requests = (method: string, route: string, status: string) =>
    grew('dumpus_http_requests_total', { method, route, status })
  expect(requests('POST', '/process', '200')).toBe(3)
  expect(requests('GET', '/process/:id/data', '200')).toBe(2)
  expect(grew('dumpus_http_request_duration_seconds_count', { route: '/process/:id/data' })).toBe(2)
  expect(requests('GET', '/process/:id/status', '200')).toBeGreaterThanOrEqual(3)
  expect(grew('process_cpu_seconds_total')).toBeGreaterThan(0)
  expectNobody(after.text, [...good, expired])
})

test('all requests to unknown addresses are counted in one series', async () => {
  const before = await scrape()
  for (let index = 0; index < 50; index++) await fetch(`${server.url}/nowhere/${crypto.randomUUID()}`)
  const after = await scrape()
  const series = ({ families }: Scrape) => families.get('dumpus_http_requests_total')!.samples.length
  expect(
    growth(before, after)('dumpus_http_requests_total', { method: 'other', route: 'unknown', status: '404' }),
  ).toBe(50)
  expect(series(after) - series(before)).toBeLessThanOrEqual(1)
})

test('the queue’s metrics count packages that run, that wait, and that wait for their owner', async () => {
  const gate = Promise.withResolvers<void>()
  const reached = Promise.withResolvers<void>()
  const [running, waiting] = [
    createOwner(server, { hold: { afterBytes: 1000, until: gate.promise, onReached: reached.resolve } }),
    createOwner(server),
  ]
  await running.post()
  await reached.promise
  await waiting.post()
  // A package whose KEY no server has.
  const other = connect(shared.connection, { connectionsMax: 1 })
  const absent = { packageId: 'f'.repeat(32), verifier: Buffer.alloc(32), sealedLink: null, queueMax: 100 }
  expect(await enqueue(other, absent)).toBe('accepted')
  await other.sql`UPDATE packages SET seen_at = now() - interval '1 day' WHERE id = ${absent.packageId}`
  const during = await scrapeUntil(
    ({ families }) => valueOf(families, 'dumpus_queue_waiting_without_key') === 1,
  )
  const value = (name: string, labels?: Record<string, string>) => valueOf(during.families, name, labels)
  expect(value('dumpus_queue_waiting', { queue: 'standard' })).toBe(2)
  expect(value('dumpus_queue_waiting', { queue: 'premium' })).toBe(0)
  expect(value('dumpus_queue_awaited')).toBe(1)
  expect([value('dumpus_queue_running'), value('dumpus_jobs_running')]).toEqual([1, 1])
  expect([value('dumpus_keys_held'), value('dumpus_workers'), value('dumpus_workers_alive')]).toEqual([
    2, 1, 1,
  ])
  expect(value('dumpus_queue_longest_wait_seconds')).toBeGreaterThan(0)
  expect(value('dumpus_database_up')).toBe(1)
  expect(value('dumpus_database_size_bytes')).toBeGreaterThan(1_000_000)
  expect(value('dumpus_database_connections', { state: 'active' })).toBeGreaterThanOrEqual(1)
  expect(value('dumpus_disk_free_bytes', { folder: 'data' })).toBeGreaterThan(0)
  expectNobody(during.text, [running, waiting])

  gate.resolve()
  for (const owner of [running, waiting]) await owner.wait()
  await shared.database.sql`DELETE FROM packages WHERE id = ${absent.packageId}`
  await other.close()
  const after = await scrapeUntil(
    ({ families }) => valueOf(families, 'dumpus_queue_waiting', { queue: 'standard' }) === 0,
  )
  expect(valueOf(after.families, 'dumpus_keys_held')).toBe(0)
  expect(valueOf(after.families, 'dumpus_queue_running')).toBe(0)
})

test('every metric has a help text, a well-formed name, and labels with few values', async () => {
  const { families } = await scrape()
  const descriptions = createMetrics().registry.descriptions()
  expect(descriptions.length).toBeGreaterThan(35)
  for (const { name, kind, labels } of descriptions) {
    expect(name).toMatch(/^(dumpus|process)_[a-z_]+$/)
    const found = families.get(name)
    if (found) expect([name, found.type, found.samples.length <= 400]).toEqual([name, kind, true])
    for (const { labels: given } of found?.samples ?? []) {
      const { le: _, ...own } = given
      expect([name, Object.keys(own)]).toEqual([name, [...labels]])
    }
  }
  expect([...families.keys()].filter((name) => !descriptions.some((known) => known.name === name))).toEqual(
    [],
  )
})

/** The text contains no id, KEY, tag or address of anybody. */
function expectNobody(text: string, owners: Owner[]): void {
  for (const { key, packageId } of owners) {
    for (const secret of [key, packageId, tagOf(packageId), '127.0.0.1'])
      expect(text.includes(secret)).toBeFalse()
  }
  const labels = [...text.matchAll(/="([^"]*)"/g)].map((match) => match[1]!)
  expect(labels.filter((value) => /[0-9a-f]{8}|\d{3}\.\d/.test(value))).toEqual([])
}

test('the log has one line for each request and each step, with known events and fields', async () => {
  const { families } = await scrape()
  const counted = (name: string) =>
    families
      .get(name)!
      .samples.filter(({ labels }) => labels.route !== 'unknown')
      .reduce((sum, { value }) => sum + value, 0)
  const linesOf = (event: string) =>
    logLines().filter((line) => line.event === event && line.route !== 'unknown')
  // The scrape itself is counted after its text was written.
  while (linesOf('request').length <= counted('dumpus_http_requests_total')) await Bun.sleep(20)
  expect(linesOf('request').length).toBe(counted('dumpus_http_requests_total') + 1)
  expect(linesOf('job_step').length).toBe(counted('dumpus_job_steps_total'))
  expect(linesOf('job_finished').length).toBe(4)
  const losses = linesOf('job_finished').map(({ unusableRecords }) => unusableRecords)
  expect(losses.every(Number.isSafeInteger)).toBe(true)
  for (const { time, level, event, ...fields } of logLines()) {
    const described = logEvents[event as LogEvent] as EventDescription | undefined
    expect([event, described !== undefined]).toEqual([event, true])
    expect(described!.level.split(/[; ]+/)).toContain(String(level))
    expect(new Date(String(time)).toISOString()).toBe(String(time))
    const known = described!.fields.map((field) => field.replace('?', ''))
    const needed = described!.fields.filter((field) => !field.endsWith('?'))
    expect([event, Object.keys(fields).filter((field) => !known.includes(field))]).toEqual([event, []])
    expect([event, needed.filter((field) => !(field in fields))]).toEqual([event, []])
    if ('package' in fields) expect(fields.package).toMatch(/^[0-9a-f]{8}$/)
  }
})

function logLines(): Record<string, unknown>[] {
  return server
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

test('without METRICS_TOKEN the route does not exist', async () => {
  const plain = await startApi()
  const response = await plain.call('GET', '/metrics', { headers: { authorization: `Bearer ${token}` } })
  expect([response.status, await response.text()]).toEqual([404, '{"error":"not_found"}'])
  await plain.drop()
})

test('without its database, a server reports the loss, and does not report an empty queue', async () => {
  const api: TestApi = await startApi({ METRICS_TOKEN: token })
  const read = async () => {
    const response = await api.call('GET', '/metrics', { headers: { authorization: `Bearer ${token}` } })
    expect(response.status).toBe(200)
    return parsePrometheusText(await response.text())
  }
  expect((await read()).has('dumpus_queue_waiting')).toBeTrue()
  await api.database.close()
  const families = await read()
  expect(valueOf(families, 'dumpus_database_up')).toBe(0)
  for (const name of ['dumpus_queue_waiting', 'dumpus_queue_running', 'dumpus_database_size_bytes']) {
    expect([name, families.has(name)]).toEqual([name, false])
  }
  await api.call('GET', `/process/${'0'.repeat(32)}/status`, { key: 'x' })
  await api.drop()
})

afterAll(() => server.stop())
