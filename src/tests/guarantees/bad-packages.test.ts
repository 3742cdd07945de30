/**
 * Bad links and bad archives over HTTP on a real server: each gets the right answer, and others are not
 * affected.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Detail, PublicCode } from '../../errors.ts'
import { type Faults, type FakeDiscord, randomKey, startFakeDiscord } from '../support/fakes/fake-discord.ts'
import { isLongRun } from '../support/servers/long-run.ts'
import { hostileArchives } from '../support/hostile/hostile-archives.ts'
import { lyingZip } from '../support/hostile/lying-zip-writer.ts'
import { Owner } from '../support/servers/owner.ts'
import { plainArchive } from '../support/hostile/plain-archive.ts'
import { removeDataDir, type ServerProcess, startServer } from '../support/servers/server-process.ts'
import { createUsedDataDir } from '../support/servers/used-data-dir.ts'

setDefaultTimeout(120_000)

let discord: FakeDiscord
let server: ServerProcess
let nextKey = 40_000
let dataDir: string

beforeAll(async () => {
  dataDir = await createUsedDataDir()
  discord = await startFakeDiscord()
  server = await startServer({
    DATA_DIR: dataDir,
    DL_ZIP_WHITELISTED_DOMAINS: discord.origin,
    POSTS_PER_MINUTE: '1000',
    PACKAGES_PER_ADDRESS_MAX: '1000',
    POSTS_BURST: '1000',
    DOWNLOAD_TRIES_MAX: '2',
    DOWNLOAD_PAUSE_MILLISECONDS: '10',
    DOWNLOAD_HEADERS_SECONDS: '5',
    DOWNLOAD_IDLE_SECONDS: '5',
  })
})
afterAll(async () => {
  const output = server.output()
  expect(await server.stop()).toBe(0)
  removeDataDir(dataDir)
  discord.stop()
  for (const line of output.split('\n')) expect(line).not.toContain('upn=')
})

function ownerOf(archive: Uint8Array, faults?: Faults): Owner {
  const key = randomKey(nextKey++)
  discord.offer(key, archive, faults)
  return new Owner(server, key, discord.link(key))
}

/** Checks that the server is healthy and still processes a package. */
async function expectHealthy(): Promise<void> {
  const owner = ownerOf(plainArchive())
  expect(await owner.post()).toMatchObject({ isAccepted: true, packageId: owner.packageId })
  expect(await owner.wait()).toMatchObject({
    processingStep: 'PROCESSED',
    isErrored: false,
    errorDetail: null,
  })
  expect((await owner.data()).subarray(0, 15).toString()).toBe('SQLite format 3')
  const health = await fetch(`${server.url}/health`)
  expect([health.status, ((await health.json()) as { status: string }).status]).toEqual([200, 'alive'])
}

describe('bad links', () => {
  const key = randomKey(1)
  const links: [what: string, link: unknown][] = [
    ['nothing', ''],
    ['no address', 'hello'],
    ['another host', `https://click.discord.com.evil.example/ls/click?upn=${key}`],
    ['user info', `https://click.discord.com@evil.example/ls/click?upn=${key}`],
    ['another path', `https://click.discord.com/other?upn=${key}`],
    ['http', `http://click.discord.com/ls/click?upn=${key}`],
    ['a port', `https://click.discord.com:8443/ls/click?upn=${key}`],
    ['a key that is too short', 'https://click.discord.com/ls/click?upn=short'],
    ['a key that is too long', `https://click.discord.com/ls/click?upn=${'x'.repeat(4097)}`],
    ['no key', 'https://click.discord.com/ls/click'],
    ['two keys', `https://click.discord.com/ls/click?upn=${key}&upn=${key}`],
    ['a fragment', `https://click.discord.com/ls/click?upn=${key}#x`],
    ['a blank in front', ` https://click.discord.com/ls/click?upn=${key}`],
    ['an internal address', `http://169.254.169.254/ls/click?upn=${key}`],
    ['a file', 'file:///etc/passwd'],
    ['no text', 5],
    ['null', null],
  ]

  test.each(links)('%s', async (_what, link) => {
    const response = await fetch(`${server.url}/process`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ package_link: link }),
    })
    // A body that is not a request is the client's error, so the status is 400 instead of an answer about the
    // link.
    expect(response.status).toBe(typeof link === 'string' ? 200 : 400)
    expect(await response.json()).toMatchObject({
      isAccepted: false,
      packageId: null,
      errorMessageCode: 'INVALID_LINK',
    })
  })

  test('do not affect others', expectHealthy)
})

/** The bytes of one of the hostile archives. */
function hostile(group: keyof typeof hostileArchives, name: string): Uint8Array {
  const found = hostileArchives[group].find(([known]) => known === name)
  if (!found) throw new Error(`no hostile archive is called ${name}`)
  return found[2]()
}

/** A package without countable content. */
const emptyPackage = lyingZip([{ name: 'README.txt' }])

const archives: [what: string, code: PublicCode, detail: Detail, make: () => Uint8Array, faults?: Faults][] =
  [
    [
      'HTML as the archive',
      'INVALID_LINK',
      'link_not_a_package',
      () => Buffer.from('<!doctype html><p>Verify your mail'),
    ],
    ['a page', 'INVALID_LINK', 'link_not_a_package', plainArchive, { html: true }],
    ['an expired link, 400', 'EXPIRED_LINK', 'link_expired', plainArchive, { status: 400 }],
    ['an expired link, 403', 'EXPIRED_LINK', 'link_expired', plainArchive, { status: 403 }],
    ['an expired link, 404', 'EXPIRED_LINK', 'link_expired', plainArchive, { status: 404 }],
    [
      'a redirect to an internal address',
      'INVALID_LINK',
      'link_redirects_away',
      plainArchive,
      { redirectTo: 'https://169.254.169.254/latest' },
    ],
    ['a redirect loop', 'INVALID_LINK', 'link_redirects_away', plainArchive, { redirectLoop: true }],
    [
      'a truncated archive',
      'UNKNOWN_ERROR',
      'archive_not_a_zip',
      () => hostile('containers', 'half an archive'),
    ],
    ['a wrong CRC', 'UNKNOWN_ERROR', 'archive_corrupt', () => hostile('members', 'a wrong CRC')],
    [
      'a wrong CRC of a streamed member',
      'UNKNOWN_ERROR',
      'archive_corrupt',
      () => hostile('members', 'a wrong CRC of a streamed member'),
    ],
    [
      'overlapping members',
      'UNKNOWN_ERROR',
      'archive_corrupt',
      () => hostile('members', 'overlapping members'),
    ],
    [
      'a bomb in the activity',
      'UNKNOWN_ERROR',
      'archive_bomb',
      () => hostile('bombs', '10 GiB of zeros as activity'),
    ],
    [
      'a bomb in the messages',
      'UNKNOWN_ERROR',
      'archive_bomb',
      () => hostile('bombs', '1 GiB of zeros as messages'),
    ],
    ['a bomb as user.json', 'UNKNOWN_ERROR', 'archive_bomb', () => hostile('bombs', '1 GiB of user.json')],
    [
      'an encrypted archive',
      'UNKNOWN_ERROR',
      'archive_encrypted',
      () => hostile('members', 'an encrypted member'),
    ],
    [
      'an unknown method',
      'UNKNOWN_ERROR',
      'archive_unsupported',
      () => hostile('members', 'an unknown method'),
    ],
    [
      '500,001 entries',
      'UNKNOWN_ERROR',
      'archive_too_many_entries',
      () => hostile('counts', '500,001 entries'),
    ],
    [
      'an archive without anything to count',
      'MISSING_USER_DATA',
      'package_without_owner',
      () => emptyPackage,
    ],
  ]

describe('bad archives', () => {
  for (const [what, code, detail, make, faults] of archives) {
    test(`${what} → ${code}, ${detail}`, async () => {
      const owner = ownerOf(make(), faults)
      expect(await owner.post()).toMatchObject({ isAccepted: true, packageId: owner.packageId })
      expect(await owner.wait()).toMatchObject({
        errorMessageCode: code,
        errorDetail: detail,
        isErrored: true,
        isProcessing: false,
        isDataAvailable: false,
      })
      expect((await owner.get('data')).status).toBe(404)
      expect((await owner.get('blob')).status).toBe(404)
      await expectHealthy()
    })
  }

  if (isLongRun) {
    const all = Object.values(hostileArchives).flat()
    test.each(all.filter(([, , , limits]) => limits === undefined))(
      'over HTTP: %s → %s',
      async (_, expected, make) => {
        const bytes = make()
        const owner = ownerOf(bytes)
        await owner.post()
        const { errorDetail, isErrored, processingStep } = await owner.wait()
        // Bytes that do not begin like an archive are refused before they are read as one.
        if (Buffer.from(bytes.subarray(0, 2)).toString() !== 'PK')
          expect(errorDetail).toBe('link_not_a_package')
        else if (expected === 'fine') expect([isErrored, processingStep]).toEqual([false, 'PROCESSED'])
        else expect(errorDetail).toBe(expected)
        await expectHealthy()
      },
    )
  }

  const transientErrors: [what: string, faults: Faults][] = [
    ['storage that fails', { status500Times: 99 }],
    ['a download that is cut off', { truncateAfter: 300 }],
  ]
  test.each(transientErrors)('%s is retried, and is not an error yet', async (_what, faults) => {
    const owner = ownerOf(plainArchive(), faults)
    await owner.post()
    await owner.poll(
      ({ processingStep }) => processingStep === 'DOWNLOADING' && discord.downloads(owner.key) >= 2,
    )
    expect(await owner.status()).toMatchObject({
      isErrored: false,
      errorMessageCode: null,
      isProcessing: true,
    })
    expect(await owner.delete()).toEqual({ isDeleted: true, errorMessageCode: null })
  })

  test('an empty file is refused', async () => {
    const owner = ownerOf(new Uint8Array(0))
    await owner.post()
    const status = await owner.wait()
    expect(status.isErrored).toBeTrue()
    expect(['link_not_a_package', 'archive_not_a_zip', 'download_failed']).toContain(status.errorDetail!)
  })

  test('do not affect others', expectHealthy)

  test('can be replaced by a good one under the same link', async () => {
    const owner = ownerOf(emptyPackage)
    await owner.post()
    expect((await owner.wait()).errorDetail).toBe('package_without_owner')
    discord.offer(owner.key, plainArchive())
    expect(await owner.post()).toMatchObject({ isAccepted: true })
    expect(await owner.wait()).toMatchObject({ processingStep: 'PROCESSED', isErrored: false })
  })
})
