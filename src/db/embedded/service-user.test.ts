import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { chmod, chown, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { firstClosedFolder, serviceUserOf } from './service-user.ts'

const stranger = { name: 'stranger', uid: 54_321, gid: 54_321 }
let folder: string

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'dumpus-user-')))
  await mkdir(join(folder, 'closed/inside'), { recursive: true })
  await chmod(folder, 0o711)
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('firstClosedFolder', () => {
  test.each([
    ['everyone may pass', 0o711, null],
    ['only the owner may enter', 0o700, 'closed'],
    ['permission to list does not allow entering', 0o744, 'closed'],
  ])('%s', async (_, mode, expected) => {
    await chmod(join(folder, 'closed'), mode)
    const closed = expected && join(folder, expected)
    expect(firstClosedFolder(join(folder, 'closed/inside'), stranger)).toBe(closed)
    expect(firstClosedFolder(join(folder, 'closed/inside/not/there/yet'), stranger)).toBe(closed)
  })

  test('the owner may enter where others may not', async () => {
    await chmod(join(folder, 'closed'), 0o700)
    const { uid, gid } = userInfo()
    expect(firstClosedFolder(join(folder, 'closed/inside'), { name: 'owner', uid, gid })).toBeNull()
  })
})

test('root chooses the folder’s owner, else the user dumpus-server, else the user nobody, but never an alias of root', async () => {
  const own = { name: 'dumpus-server', uid: 54_322, gid: 54_322 }
  const nobody = { name: 'nobody', uid: 65_534, gid: 65_534 }
  const chosen = (...users: (typeof own)[]) => serviceUserOf(folder, users)?.name
  const isRoot = process.getuid?.() === 0
  const expected = (name: string) => (isRoot ? name : undefined)
  expect(chosen(nobody, own)).toBe(expected('dumpus-server'))
  expect(chosen(nobody, { ...own, uid: 0 })).toBe(expected('nobody'))
  expect(chosen()).toBe(expected('nobody'))
  if (isRoot) await chown(folder, stranger.uid, stranger.gid)
  expect(chosen(nobody, own, stranger)).toBe(expected('stranger'))
  expect(chosen(nobody, own)).toBe(expected('dumpus-server'))
  if (isRoot) await chown(folder, 0, 0)
})

test('PostgreSQL never runs as root', () => {
  const user = serviceUserOf(folder)
  if (process.getuid?.() === 0) expect(user?.uid).toBeGreaterThan(0)
  else expect(user).toBeNull()
})
