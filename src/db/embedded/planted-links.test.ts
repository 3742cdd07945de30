/**
 * Root starts the server on the folder of an ordinary user who has put links there. Root must not write, give
 * away or change anything at the targets of these links.
 */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sweepSpools } from '../../data-package/fetch/spool.ts'
import { createLogger } from '../../telemetry/logger.ts'
import { connect } from '../connect.ts'
import { startEmbedded } from './embedded.ts'
import { giveTree, inFolder } from './held-folder.ts'
import { postgresVersion } from './postgres-files.ts'

const isRoot = process.getuid?.() === 0
/** Practically every Linux has a user number 1, `daemon` or `bin`. */
const user = { name: 'daemon', uid: 1, gid: 1 }
const logger = createLogger('silent')
let folder: string

/** The user's data folder, with a stopped database. */
let dataDir: string
/** A folder of root that must not be changed. */
let precious: string
let before: unknown[]
const content = `${process.pid}\nprecious\n`

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dumpus-links-'))
  chmodSync(folder, 0o711)
  dataDir = join(folder, 'data')
  precious = join(folder, 'precious')
  mkdirSync(dataDir, { mode: 0o711 })
  if (isRoot) chownSync(dataDir, user.uid, user.gid)
  mkdirSync(join(precious, 'inside'), { recursive: true, mode: 0o750 })
  writeFileSync(join(precious, 'inside/file'), content, { mode: 0o640 })
  before = stateOf(precious)
  for (const name of ['cluster', `postgres-${postgresVersion}`])
    symlinkSync(join(precious, 'inside'), join(dataDir, `${name}.unfinished`))
  const { stop } = await startEmbedded({ dataDir }, logger)
  await stop()
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Everything that a chmod, a chown or a write would change. */
function stateOf(path: string): unknown[] {
  return ['', ...readdirSync(path, { recursive: true })].sort().map((name) => {
    const { mode, uid, gid, size, nlink } = lstatSync(join(path, String(name)))
    return [name, mode, uid, gid, size, nlink]
  })
}

function expectUntouched(): void {
  expect(stateOf(precious)).toEqual(before)
  expect(readFileSync(join(precious, 'inside/file'), 'utf8')).toBe(content)
}

if (isRoot) {
  test(
    'the first start follows no links in place of unfinished programs and an unfinished database',
    expectUntouched,
  )

  /**
   * The link that the user creates, its target, and the error of the start; null if the start ignores the
   * link.
   */
  const plants: [name: string, to: string, sentence: string | null][] = [
    ['server.lock', 'not-there', 'its file server.lock must belong to this user'],
    ['server.lock', 'inside/file', 'its file server.lock must belong to this user'],
    ['server.lock-journal', 'inside/file', null],
    ['postgres.log', 'inside/file', null],
    ['socket', 'inside', null],
    ['cluster', 'inside', 'root follows no link there'],
    ['cluster/pg_extra', 'inside', null],
    ['cluster/postmaster.pid', 'inside/file', null],
    ['postgres-17.0.0', 'inside', null],
  ]

  test.each(plants)(
    'a link at %s leads to %s, which is not changed',
    async (name, to, sentence) => {
      const planted = join(dataDir, name)
      const aside = join(folder, 'aside')
      if (existsSync(planted)) renameSync(planted, aside)
      symlinkSync(join(precious, to), planted)
      // As after a change of the service's user: the start changes the owner of everything in the cluster.
      if (name === 'cluster/pg_extra') chownSync(join(dataDir, 'cluster'), 2, 2)
      const started = await startEmbedded({ dataDir }, logger).catch((error: Error) => error)
      if (started instanceof Error) expect(started.message).toContain(sentence ?? 'no sentence')
      else {
        expect(sentence).toBeNull()
        const database = connect(started.connection, { connectionsMax: 1 })
        expect([...(await database.sql`SELECT 1 AS one`)]).toEqual([{ one: 1 }])
        await database.close()
        await started.stop()
      }
      expectUntouched()
      rmSync(planted, { force: true, recursive: true })
      if (existsSync(aside)) renameSync(aside, planted)
    },
    60_000,
  )

  test.each(['', '/inside', '/inside/new', '/new/deeper'])(
    'a data folder or a spool at a link of the user’s is refused (link%s)',
    async (below) => {
      const link = join(dataDir, 'link')
      symlinkSync(precious, link)
      lchownSync(link, user.uid, user.gid)
      const sentence = `${link} is a link of the user number 1, which root does not follow`
      await expect(startEmbedded({ dataDir: link + below }, logger)).rejects.toThrow(sentence)
      expect(() => sweepSpools(link + below)).toThrow(sentence)
      expectUntouched()
      rmSync(link)
    },
  )

  test('a folder below a link of root’s is used', () => {
    const link = join(folder, 'link-of-root')
    symlinkSync(join(folder, 'data'), link)
    sweepSpools(join(link, 'spool'))
    expect(existsSync(join(dataDir, 'spool'))).toBe(true)
  })

  test('a file of the database with a hard link elsewhere is not given away', async () => {
    linkSync(join(precious, 'inside/file'), join(dataDir, 'cluster/twin'))
    await expect(giveTree(join(dataDir, 'cluster'), user)).rejects.toThrow('twin in the database’s folder')
    expect(statSync(join(precious, 'inside/file')).uid).toBe(0)
  })
}

test.skipIf(process.platform !== 'linux')(
  'inFolder stays in its folder when that is renamed meanwhile',
  async () => {
    const [held, elsewhere] = [join(folder, 'held'), join(folder, 'elsewhere')]
    mkdirSync(held)
    mkdirSync(elsewhere)
    await inFolder(held, async (path) => {
      renameSync(held, `${held}-moved`)
      symlinkSync(elsewhere, held)
      writeFileSync(join(path, 'written'), '')
    })
    expect([existsSync(join(`${held}-moved`, 'written')), readdirSync(elsewhere)]).toEqual([true, []])
  },
)
