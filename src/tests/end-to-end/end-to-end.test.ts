/**
 * The whole server as its users run it, on the embedded database and on one given by DATABASE_URL. The server
 * runs from source, or from the executable that scripts/build made.
 */
import { Database } from 'bun:sqlite'
import { lstatSync, readdirSync, statSync, symlinkSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { randomOptions, sizes } from '../../synthetic-package/options.ts'
import type { PackageRecord } from '../../synthetic-package/record.ts'
import { packageBytes } from '../../synthetic-package/write-package.ts'
import { freshDatabase, type TestDatabase } from '../support/servers/database.ts'
import { type FakeDiscord, randomKey, startFakeDiscord } from '../support/fakes/fake-discord.ts'
import { compareWithOracle } from '../oracle/compare.ts'
import { oracle } from '../oracle/oracle.ts'
import type { OracleResult } from '../oracle/rows.ts'
import { Owner, ownerWaitingForAnalysis } from '../support/servers/owner.ts'
import {
  createDataDir,
  removeDataDir,
  runCommand,
  type ServerProcess,
  startServer,
} from '../support/servers/server-process.ts'
import { createUsedDataDir } from '../support/servers/used-data-dir.ts'

const today = new Date().toISOString().slice(0, 10)
/** Slow machines need time to start processes and to analyze packages; a hang is still detected. */
setDefaultTimeout(120_000)

let discord: FakeDiscord
let small: { archive: Uint8Array; record: PackageRecord }
/** Takes long enough to analyze that a test can inspect or kill the server meanwhile. */
let large: { archive: Uint8Array; record: PackageRecord }
let expectedOfLarge: OracleResult
let nextKey = 1

beforeAll(async () => {
  discord = await startFakeDiscord()
  small = await packageBytes({ ...sizes.S, messages: 1500, events: 4000, seed: 1 })
  large = await packageBytes({ ...sizes.S, messages: 20_000, events: 60_000, seed: 2 })
  expectedOfLarge = oracle(large.archive, { packageId: '0'.repeat(32), today })
})
afterAll(() => discord.stop())

function ownerOf(
  server: ServerProcess,
  archive: Uint8Array,
  faults?: Parameters<FakeDiscord['offer']>[2],
): Owner {
  const key = randomKey(nextKey++)
  discord.offer(key, archive, faults)
  return new Owner(server, key, discord.link(key))
}

function settings(extra: Record<string, string> = {}): Record<string, string> {
  return {
    DL_ZIP_WHITELISTED_DOMAINS: discord.origin,
    POSTS_PER_MINUTE: '1000',
    PACKAGES_PER_ADDRESS_MAX: '1000',
    POSTS_BURST: '1000',
    ...extra,
  }
}

describe.each(['embedded', 'given'])('on the %s database', (kind) => {
  let given: TestDatabase | null = null
  let server: ServerProcess
  const dataDir = createDataDir()

  beforeAll(async () => {
    given = kind === 'given' ? await freshDatabase() : null
    server = await startServer(settings({ DATA_DIR: dataDir, ...(given && { DATABASE_URL: given.url }) }))
  })
  afterAll(async () => {
    await server.stop()
    await given?.drop()
    removeDataDir(dataDir)
  })

  test('a link is turned into statistics that its owner can read', async () => {
    const release = Promise.withResolvers<void>()
    const owner = ownerOf(server, large.archive, { hold: { afterBytes: 100_000, until: release.promise } })
    expect(await owner.post()).toMatchObject({
      isAccepted: true,
      packageId: owner.packageId,
      errorMessageCode: null,
    })
    const downloading = await owner.poll(({ processingStep }) => processingStep === 'DOWNLOADING')
    // On two cores, WORKERS is 1. If the second package is analyzed first, the first one waits for the
    // worker, and its step is LOCKED again.
    const second = ownerOf(server, small.archive)
    await second.post()
    const waiting = await second.status()
    expect(waiting.processingStep).toBeOneOf(['LOCKED', 'DOWNLOADING', 'ANALYZING'])
    expect(waiting.processingQueuePosition.standardQueueUser).toBeNumber()
    release.resolve()
    const rest = await owner.poll(({ processingStep }) => processingStep === 'PROCESSED')
    const steps = [
      ...new Set([...downloading, ...rest].map((status): string | null => status.processingStep)),
    ].filter((step) => step !== 'LOCKED')
    expect(steps.slice(-3)).toEqual(['DOWNLOADING', 'ANALYZING', 'PROCESSED'])
    expect(rest.at(-1)).toMatchObject({
      isDataAvailable: true,
      isErrored: false,
      isProcessing: false,
      progress: 100,
    })
    expect(rest.some(({ bytesDownloaded }) => bytesDownloaded === large.archive.length)).toBeTrue()

    const data = await owner.data()
    expect((await owner.blob()).equals(data)).toBeTrue()
    expectLarge(owner, data)
    expectRecorded(data, large.record)
    expect((await second.wait()).processingStep).toBe('PROCESSED')
  })

  test('a wrong key gives access to nothing', async () => {
    const owner = ownerOf(server, small.archive)
    await owner.post()
    await owner.wait()
    const other = randomKey(999_999)
    for (const what of ['status', 'data', 'blob']) expect((await owner.get(what, other)).status).toBe(401)
    expect(await (await owner.get('', other, 'DELETE')).json()).toMatchObject({
      isDeleted: false,
      errorMessageCode: 'UNAUTHORIZED',
    })
    expect((await owner.data()).length).toBeGreaterThan(0)
  })

  test('a deleted package is gone, its signed addresses stop working, and its link can be submitted again', async () => {
    const owner = ownerOf(server, small.archive)
    await owner.post()
    await owner.wait()
    const { url } = (await (await owner.get('blob')).json()) as { url: string }
    expect(await owner.delete()).toEqual({ isDeleted: true, errorMessageCode: null })
    expect(await owner.status()).toMatchObject({ isErrored: true, errorMessageCode: 'UNKNOWN_PACKAGE_ID' })
    expect((await owner.get('data')).status).toBe(404)
    expect((await fetch(url)).status).toBe(404)
    await owner.post()
    expect((await owner.wait()).processingStep).toBe('PROCESSED')
  })

  test('a package that is deleted while it is analyzed stays deleted', async () => {
    const owner = await ownerWaitingForAnalysis(() => ownerOf(server, large.archive))
    expect(await owner.delete()).toEqual({ isDeleted: true, errorMessageCode: null })
    const next = ownerOf(server, small.archive)
    await next.post()
    expect((await next.wait()).processingStep).toBe('PROCESSED')
    expect(await owner.status()).toMatchObject({ errorMessageCode: 'UNKNOWN_PACKAGE_ID' })
  })

  // The kind of database makes no difference to these.
  if (kind === 'embedded') return

  test('the demo can be fetched without a key, and has data of the last week', async () => {
    const status = await (await fetch(`${server.url}/process/demo/status`)).json()
    expect(status).toMatchObject({ processingStep: 'PROCESSED', isErrored: false })
    const { url, iv } = (await (await fetch(`${server.url}/process/demo/blob`)).json()) as {
      url: string
      iv: null
    }
    expect(iv).toBeNull()
    const file = Bun.gunzipSync(await (await fetch(url)).arrayBuffer())
    const database = Database.deserialize(file)
    const { total, last } = database
      .query(
        `SELECT sum(occurence_count) AS total, max(day) AS last FROM activity WHERE event_name = 'message_sent'`,
      )
      .get() as { total: number; last: string }
    expect(total).toBeGreaterThan(5_000)
    expect(Date.parse(today) - Date.parse(last)).toBeLessThan(7 * 86_400_000)
  })

  test('the Swagger page loads its files from its own server', async () => {
    const page = await (await fetch(`${server.url}/swagger`)).text()
    const document = (await (await fetch(`${server.url}/swagger/json`)).json()) as { paths: object }
    expect(Object.keys(document.paths)).toContain('/process')
    const assets = [...page.matchAll(/(?:src|href)="(?!data:)([^"]+)"/g)].map(([, address]) => address!)
    expect(assets.length).toBeGreaterThan(0)
    for (const address of assets) {
      const resolved = new URL(address, `${server.url}/swagger`)
      expect(resolved.origin).toBe(new URL(server.url).origin)
      expect((await fetch(resolved)).status).toBe(200)
    }
  })

  test('the healthcheck command finds the server', async () => {
    const { port } = new URL(server.url)
    expect((await runCommand(['healthcheck'], { PORT: port })).exitCode).toBe(0)
    expect((await runCommand(['healthcheck'], { PORT: '1' })).exitCode).toBe(1)
  })
})

describe.concurrent('crashes and concurrent servers', () => {
  test('a package whose server was killed during the analysis is finished after a restart, without another POST', async () => {
    const dataDir = await createUsedDataDir()
    const first = await startServer(
      settings({ DATA_DIR: dataDir, LEASE_SECONDS: '3', HEARTBEAT_SECONDS: '1' }),
    )
    const owner = await ownerWaitingForAnalysis(() => ownerOf(first, large.archive))
    await first.kill()
    const second = await startServer(
      settings({ DATA_DIR: dataDir, LEASE_SECONDS: '3', HEARTBEAT_SECONDS: '1' }),
    )
    owner.server = second
    // A poll brings the KEY back.
    expect((await owner.status()).isErrored).toBeFalse()
    expect((await owner.wait()).processingStep).toBe('PROCESSED')
    expectLarge(owner, await owner.data())
    expect(await second.stop()).toBe(0)
    removeDataDir(dataDir)
  })

  test('a second server on the same folder refuses to start, and the first one continues', async () => {
    const dataDir = await createUsedDataDir()
    const server = await startServer(settings({ DATA_DIR: dataDir }))
    const second = await runCommand(['serve'], settings({ DATA_DIR: dataDir, PORT: '0' }))
    expect(second.exitCode).toBe(2)
    expect(second.stderr).toContain('DATA_DIR')
    expect((await fetch(`${server.url}/health`)).status).toBe(200)
    await server.stop()
    removeDataDir(dataDir)
  })

  test('a port in use is reported, and the server that uses it continues', async () => {
    const dataDirs = [createDataDir(), await createUsedDataDir()]
    const given = await freshDatabase()
    const server = await startServer(settings({ DATA_DIR: dataDirs[0]!, DATABASE_URL: given.url }))
    const { port } = new URL(server.url)
    const second = await runCommand(['serve'], settings({ DATA_DIR: dataDirs[1]!, PORT: port }))
    expect(second.exitCode).toBe(2)
    expect(second.stderr).toContain(`PORT ${port}`)
    expect((await fetch(`${server.url}/health`)).status).toBe(200)
    await server.stop()
    await given.drop()
    dataDirs.forEach(removeDataDir)
  })

  test('two servers on one database process each of twenty packages once', async () => {
    const given = await freshDatabase()
    const dataDirs = [createDataDir(), createDataDir()]
    const servers = await Promise.all(
      dataDirs.map((dataDir) => startServer(settings({ DATA_DIR: dataDir, DATABASE_URL: given.url }))),
    )
    const owners = Array.from({ length: 20 }, (_, number) => ownerOf(servers[number % 2]!, small.archive))
    // A busy machine may refuse some of twenty links at once. Their owners submit them again.
    const submit = async (owner: Owner) => {
      while (!(await owner.post().catch(() => null))?.isAccepted) await Bun.sleep(100)
    }
    await Promise.all(owners.map(submit))
    // Every owner polls both servers, so both have all KEYs and can claim every package.
    const polling = owners.flatMap(({ key, link }) => servers.map((server) => new Owner(server, key, link)))
    for (const { processingStep, errorDetail } of await Promise.all(polling.map((owner) => owner.wait(120))))
      expect([processingStep, errorDetail]).toEqual(['PROCESSED', null])
    for (const owner of owners) expect(discord.downloads(owner.key)).toBe(1)
    const rows = await given.database.sql<
      { step: string; attempts: number }[]
    >`SELECT step, attempts FROM packages`
    expect(rows.map(({ step, attempts }) => `${step} ${attempts}`)).toEqual(Array(20).fill('PROCESSED 1'))
    for (const server of servers) await server.stop()
    await given.drop()
    dataDirs.forEach(removeDataDir)
  })
})

// These tests spend most of their time waiting, for example for a database that cannot be reached.
describe.concurrent('the command line', () => {
  test('analyze makes the database that the independent analysis expects', async () => {
    const { archive } = await packageBytes(randomOptions(5))
    const folder = createDataDir()
    await Bun.write(`${folder}/package.zip`, archive)
    const result = await runCommand(['analyze', `${folder}/package.zip`, '-o', `${folder}/out.sqlite`])
    expect(result.stderr).toContain('wrote')
    expect(result.exitCode).toBe(0)
    const file = new Uint8Array(await Bun.file(`${folder}/out.sqlite`).arrayBuffer())
    expect(compareWithOracle(file, oracle(archive, { packageId: '0'.repeat(32), today }))).toEqual([])
    removeDataDir(folder)
  })

  test('a bad package gives one sentence and exit code 1, and leaves no file', async () => {
    const folder = createDataDir()
    await Bun.write(`${folder}/bad.zip`, '<html>')
    const result = await runCommand(['analyze', `${folder}/bad.zip`, '-o', `${folder}/out.sqlite`])
    expect(result.exitCode).toBe(1)
    expect(result.stderr).toStartWith('UNKNOWN_ERROR: ')
    expect(result.stderr).toContain('archive_not_a_zip')
    expect(await Bun.file(`${folder}/out.sqlite`).exists()).toBeFalse()
    removeDataDir(folder)
  })

  test.each([
    ['--frobnicate', "Unknown option '--frobnicate'"],
    ['dance', 'there is no command "dance"'],
    ['analyze', 'expected ZIP'],
    ['analyze package.zip', 'analyze needs -o OUT.sqlite, --report, --diff or --open'],
    ['analyze missing.zip -o out.sqlite', 'cannot read missing.zip'],
    ['analyze missing.zip -o out.sqlite --package-id 1', '--package-id must be 32 lower-case hex digits'],
    ['migrate', 'migrate needs DATABASE_URL'],
    ['migrate twice', 'unexpected "twice"'],
    // Options of another command.
    ['serve --report', 'serve has no option --report'],
    ['--report', 'serve has no option --report'],
    ['migrate -o out.sqlite', 'migrate has no option --output'],
  ])('wrong usage is exit code 2: %s', async (line, sentence) => {
    const { exitCode, stderr } = await runCommand(line.split(' '))
    expect(exitCode).toBe(2)
    expect(stderr).toStartWith(sentence)
  })

  test('an output that cannot be written is reported before the work, and devices and links are not replaced', async () => {
    const folder = createDataDir()
    await Bun.write(`${folder}/package.zip`, small.archive)
    await Bun.write(`${folder}/real.sqlite`, 'old')
    symlinkSync(`${folder}/real.sqlite`, `${folder}/link.sqlite`)
    const outputs = [folder, `${folder}/package.zip/x`, `${folder}/none/x`, '', '/dev/null']
    for (const output of outputs) {
      const result = await runCommand(['analyze', `${folder}/package.zip`, '-o', output])
      expect([output, result.exitCode, /cannot write to/.test(result.stderr)]).toEqual([output, 2, true])
      expect(result.stderr).not.toContain('%')
    }
    expect(statSync('/dev/null').isCharacterDevice()).toBeTrue()
    const overLink = ['analyze', `${folder}/package.zip`, '-o', `${folder}/link.sqlite`]
    expect((await runCommand(overLink)).exitCode).toBe(2)
    expect(await Bun.file(`${folder}/real.sqlite`).text()).toBe('old')
    expect((await runCommand([...overLink, '--force'])).exitCode).toBe(0)
    expect(lstatSync(`${folder}/link.sqlite`).isSymbolicLink()).toBeTrue()
    expect(statSync(`${folder}/real.sqlite`).size).toBeGreaterThan(1000)
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([])
    removeDataDir(folder)
  })

  test('serve and migrate explain a database that is down, or that closes the connection', async () => {
    const hangingUp = Bun.listen({
      hostname: '127.0.0.1',
      port: 0,
      socket: { data: (socket) => void socket.end() },
    })
    const runs = ['serve', 'migrate'].flatMap((name) => [1, hangingUp.port].map((port) => ({ name, port })))
    // Each waits some seconds for the database.
    const explained = runs.map(async ({ name, port }) => {
      const folder = createDataDir()
      const DATABASE_URL = `postgres://user:secret-word@127.0.0.1:${port}/none`
      const result = await runCommand([name], { DATABASE_URL, DATA_DIR: folder, PORT: '0' })
      expect([name, port, result.exitCode]).toEqual([name, port, 2])
      expect(result.stderr).toContain('DATABASE_URL')
      expect(result.stderr + result.stdout).not.toContain('secret-word')
      removeDataDir(folder)
    })
    await Promise.all(explained)
    hangingUp.stop(true)
  })

  test.each(['postgres://user:p%zz@host/db', 'postgres://user:pw@/db', 'postgres://u:p@localhost:99999/x'])(
    'a malformed address is reported as a malformed setting: %s',
    async (DATABASE_URL) => {
      const { exitCode, stderr } = await runCommand(['serve'], { DATABASE_URL })
      expect([exitCode, stderr.includes('DATABASE_URL')]).toEqual([2, true])
    },
  )

  test('the message about a malformed setting names the setting but not its value', async () => {
    const { exitCode, stderr } = await runCommand(['serve'], { DATABASE_URL: 'mysql://secret' })
    expect(exitCode).toBe(2)
    expect(stderr).toContain('DATABASE_URL')
    expect(stderr).not.toContain('secret')
  })

  test('help and version are printed', async () => {
    const help = await runCommand(['--help'])
    expect(help.exitCode).toBe(0)
    for (const word of ['analyze', 'healthcheck', 'help settings']) expect(help.stdout).toContain(word)
    expect((await runCommand(['--version'])).stdout).toMatch(/^dumpus-server \d+\.\d+\.\d+\n$/)
  })
})

function expectLarge({ packageId }: Owner, file: Uint8Array): void {
  if ('error' in expectedOfLarge) throw new Error('the package has no result')
  const package_data = expectedOfLarge.package_data.map((row) => ({ ...row, package_id: packageId }))
  expect(compareWithOracle(file, { ...expectedOfLarge, package_data })).toEqual([])
}

/** Compares with the generator's own record, an expectation that does not depend on any reader. */
function expectRecorded(file: Uint8Array, record: PackageRecord): void {
  const database = Database.deserialize(file)
  const number = (sql: string) => (database.query(sql).values()[0] as [number])[0]
  expect(number(`SELECT sum(occurence_count) FROM activity WHERE event_name = 'message_sent'`)).toBe(
    record.messages.total,
  )
  for (const [event, count] of Object.entries(record.events.counted)) {
    expect([
      event,
      number(`SELECT sum(occurence_count) FROM activity WHERE event_name = '${event}'`),
    ]).toEqual([event, count])
  }
  expect(number('SELECT count(*) FROM sessions')).toBe(record.sessionCount)
  expect(number('SELECT count(*) FROM voice_sessions')).toBe(record.voiceSessionCount)
  expect(number('SELECT count(*) FROM dm_channels_data')).toBe(record.directMessages.length)
  expect(number('SELECT count(*) FROM payments')).toBe(record.payments.length)
}
