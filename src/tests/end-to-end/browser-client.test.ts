/**
 * The official client's requests to a server, sent by a real browser from another origin, so that the browser
 * itself sends preflights, hides answers that the page may not read, and enforces policies. The server runs
 * from source, or from the executable that scripts/build made.
 */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { sizes } from '../../synthetic-package/options.ts'
import { packageBytes } from '../../synthetic-package/write-package.ts'
import { type Browser, type Page, forShortScripts, startBrowser } from '../support/browser/browser.ts'
import type { Owned, Seen } from '../support/browser/client-page.ts'
import { startClientSite } from '../support/browser/client-site.ts'
import { clientQueries } from '../support/judges/client-queries.ts'
import { type FakeDiscord, randomKey, startFakeDiscord } from '../support/fakes/fake-discord.ts'
import { oracle } from '../oracle/oracle.ts'
import type { OracleRows } from '../oracle/rows.ts'
import { removeDataDir, type ServerProcess, startServer } from '../support/servers/server-process.ts'
import { createUsedDataDir } from '../support/servers/used-data-dir.ts'

setDefaultTimeout(120_000)

let dataDir: string
let discord: FakeDiscord
let site: Awaited<ReturnType<typeof startClientSite>>
let browser: Browser
let server: ServerProcess

beforeAll(async () => {
  dataDir = await createUsedDataDir()
  discord = await startFakeDiscord()
  ;[site, browser, server] = await Promise.all([startClientSite(), startBrowser(forShortScripts), start('0')])
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  site?.stop()
  discord?.stop()
  removeDataDir(dataDir)
})

function start(port: string): Promise<ServerProcess> {
  return startServer({
    PORT: port,
    DATA_DIR: dataDir,
    DL_ZIP_WHITELISTED_DOMAINS: discord.origin,
    LEASE_SECONDS: '3',
    HEARTBEAT_SECONDS: '1',
  })
}

test('the client gets from the link to the charts, although the server is killed meanwhile', async () => {
  const { archive } = await packageBytes({ ...sizes.S, messages: 3000, events: 8000, seed: 3 })
  const release = Promise.withResolvers<void>()
  const key = randomKey(1)
  discord.offer(key, archive, { hold: { afterBytes: 50_000, until: release.promise } })
  // People often enter the server's address with a slash at its end.
  const owned: Owned = { backend: `${server.url}/`, key, link: discord.link(key) }
  const page = await browser.open(site.origin)

  const loading = page.evaluate<{ packageId: string }>(`client.load(${JSON.stringify(owned)})`)
  await shows(page, loading, 'DOWNLOADING')
  await server.kill()
  await shows(page, loading, 'no answer')
  server = await start(new URL(server.url).port)
  release.resolve()
  const { packageId } = await loading
  expect(packageId).toBe(createHash('md5').update(key).digest('hex'))
  const steps = await page.evaluate<string[]>('client.shown')
  expect(steps.slice(-1)).toEqual(['PROCESSED'])
  expect(steps).toContain('no answer')

  // There is one preflight before each kind of call. There is none for the object, which is fetched without
  // headers.
  const base = `${server.url}//process`
  const asked = page.requests.filter(({ method }) => method === 'OPTIONS').map(({ url }) => url)
  expect(asked).toEqual([base, `${base}/${packageId}/status`, `${base}/${packageId}/blob`])
  const polls = page.requests.filter(({ method, url }) => method === 'GET' && url.endsWith('/status'))
  expect(polls.length).toBeGreaterThan(3)
  expect(page.requests.at(-1)!.url).toStartWith(`${server.url}/objects/`)
  expect(page.complaints.filter((text) => !text.includes('ERR_CONNECTION_REFUSED'))).toEqual([])

  // The user comes back another day; the file is in the browser's own storage.
  await page.reload()
  const today = new Date().toISOString().slice(0, 10)
  const rows = oracle(archive, { packageId, today }) as OracleRows
  const questions = clientQueries.map(({ sql, parameters }) => ({ sql, parameters: parameters(rows) }))
  const expected = clientQueries.map((query) => query.expected(rows))
  const given = JSON.stringify(questions)
  expect(await page.evaluate<unknown>(`client.ask('${packageId}', ${given})`)).toEqual(expected)
  expect(
    await page.evaluate<unknown>(`client.askData(${JSON.stringify(owned)}, '${packageId}', ${given})`),
  ).toEqual(expected)
})

test('a page of another origin can read answers and errors', async () => {
  const page = await browser.open(site.origin)
  const key = randomKey(2)
  const id = createHash('md5').update(key).digest('hex')
  const see = (path: string, method = 'GET', bearer?: string, body?: string) =>
    page.evaluate<Seen>(
      `client.see(${[`${server.url}${path}`, method, bearer, body].map((value) => JSON.stringify(value) ?? 'undefined').join()})`,
    )
  const bad = JSON.stringify({ package_link: 'https://example.com/' })
  expect(await see('/process', 'POST', undefined, bad)).toMatchObject({
    status: 200,
    body: { isAccepted: false, packageId: null, errorMessageCode: 'INVALID_LINK' },
  })
  expect(await see('/process', 'POST', undefined, '{')).toMatchObject({ body: { isAccepted: false } })
  expect(await see(`/process/${id}/status`, 'GET', key)).toMatchObject({
    body: { isErrored: true, errorMessageCode: 'UNKNOWN_PACKAGE_ID', processingQueuePosition: {} },
  })
  expect(await see(`/process/${id}/status`, 'GET', randomKey(3))).toMatchObject({
    status: 401,
    body: { isErrored: true, errorMessageCode: 'UNAUTHORIZED' },
  })
  for (const what of ['data', 'blob']) {
    expect((await see(`/process/${id}/${what}`, 'GET', key)).status).toBe(404)
    expect((await see(`/process/${id}/${what}`, 'GET', randomKey(3))).status).toBe(401)
  }
  expect((await see(`/process/${id}/user/123456789012345678`, 'GET', randomKey(3))).status).toBe(401)
  expect(await see(`/process/${id}`, 'DELETE', randomKey(3))).toMatchObject({
    status: 401,
    body: { isDeleted: false, errorMessageCode: 'UNAUTHORIZED' },
  })
  expect(await see(`/process/${id}`, 'DELETE', key)).toMatchObject({ body: { isDeleted: false } })
  expect((await see('/objects/nothing')).status).toBeOneOf([403, 404])
  expect((await see('/no/such/route', 'GET', key)).status).toBe(404)
  expect((await see('/widget/none')).status).toBe(400)
  expect((await see('/health')).status).toBe(200)
  const demo = (await see('/process/demo/blob')).body as { url: string }
  expect((await see(new URL(demo.url).pathname)).body).toBeGreaterThan(1000)
})

test('the Swagger page works without the internet, and calls the server', async () => {
  const operation = `document.querySelector('#operations-Server-getHealth')`
  const execute = `${operation}?.querySelector('.execute')`
  let page: Page
  let pause = 250
  // Swagger UI hangs if “Execute” is pressed while the operation is still opening. People are slower, and try
  // again.
  do {
    page = await browser.open(`${server.url}/swagger`)
    await until(page, `!!${operation}`)
    await page.evaluate(`${operation}.querySelector('.opblock-summary-control').click()`)
    await until(page, `!!${execute}`)
    await Bun.sleep(pause)
    await page.evaluate(`${execute}.click()`)
    await Bun.sleep(pause)
  } while (!page.requests.some(({ url }) => url.endsWith('/health')) && (pause *= 2) < 10_000)
  const answer = `document.querySelector('.live-responses-table .microlight')?.textContent`
  expect(await until(page, answer)).toContain('"status": "alive"')
  expect(page.requests.map(({ url }) => new URL(url).origin)).toEqual(page.requests.map(() => server.url))
  expect(page.complaints).toEqual([])
})

/** Waits until a poll has returned the step. Fails if loading fails first. */
async function shows(page: Page, loading: Promise<unknown>, step: string): Promise<void> {
  await Promise.race([until(page, `client.shown.at(-1) === '${step}'`), loading])
}

/** Resolves with the first truthy value of an expression. Fails after a minute. */
async function until(page: Page, expression: string): Promise<unknown> {
  for (const end = performance.now() + 60_000; performance.now() < end; await Bun.sleep(50)) {
    const value = await page.evaluate<unknown>(expression)
    if (value) return value
  }
  throw new Error(`never became true: ${expression}`)
}
