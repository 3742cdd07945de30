/** The real command finds faults of settings, folders and the machine. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { loadConfig } from '../config/config.ts'
import { runDoctor } from '../tests/support/servers/doctor-trial.ts'
import { runCommand } from '../tests/support/servers/server-process.ts'
import { judgeKind, judgeSpace, spoolBytesOf } from './disk.ts'
import { judgeCoreDumps } from './machine.ts'

const GiB = 1024 ** 3
setDefaultTimeout(60_000)

let folder: string
/** On a disk: the doctor warns about a DATA_DIR in memory, where scripts/test has its temporary files. */
beforeAll(() => void (folder = mkdtempSync('/var/tmp/dumpus-doctor-')))
afterAll(() => rmSync(folder, { recursive: true }))

function dataDir(mode = 0o700): string {
  const path = join(folder, crypto.randomUUID())
  mkdirSync(path)
  chmodSync(path, mode)
  return path
}

/** The parts of a machine's /proc and /sys that are read. */
function machine(files: Record<string, string>): string[] {
  const root = dataDir()
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return ['--root', root]
}

const swapHead = 'Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n'
const swapOn = (place: string) => ({ 'proc/swaps': `${swapHead}${place}  partition\t2097148\t\t0\t\t-2\n` })
const noSwap = { 'proc/swaps': swapHead }

test('a machine without faults', async () => {
  const examination = await runDoctor({ DATA_DIR: dataDir(), WORKERS: '1' }, { args: machine(noSwap) })
  expect([examination.exitCode, examination.checks('fail'), examination.checks('warn')]).toEqual([0, [], []])
  expect(examination.findings.length).toBeGreaterThan(10)
})

test('for people: one line per finding, with advice, and a summary', async () => {
  const { stdout, exitCode } = await runCommand(['doctor', ...machine(noSwap)], {
    ...{ DATA_DIR: dataDir(0o777), LOG_LEVEL: 'debug', WORKERS: '1', PORT: '1' },
  })
  expect(exitCode).toBe(1)
  expect(stdout).toMatch(/^FAIL  DATA_DIR mode +0777: others can change its content\n +→ chmod 700 \S+$/m)
  expect(stdout).toMatch(/^warn  log level +debug: /m)
  expect(stdout).toMatch(/^ok    swap +off$/m)
  expect(stdout).toEndWith('\n1 problem, 1 warning.\n')
})

test('unusable settings: all of them are reported, and nothing else is examined', async () => {
  const { exitCode, findings } = await runDoctor({ PORT: 'hunter2', LOG_LEVL: 'debug' })
  expect(exitCode).toBe(1)
  expect(findings.map(({ check, level, what }) => [check, level, what])).toEqual([
    ['settings', 'fail', 'PORT must be a whole number from 0 to 65535'],
    ['settings', 'fail', 'LOG_LEVL is not a setting: is LOG_LEVEL meant?'],
  ])
})

describe('settings that are rarely intended', () => {
  test.each([
    ['log level', { LOG_LEVEL: 'debug' }, 'every status poll is logged'],
    ['log level', { LOG_LEVEL: 'silent' }, 'are not logged'],
    ['client addresses', { PUBLIC_URL: 'https://127.0.0.1:1' }, 'share one limit'],
    ['client addresses', { TRUST_PROXY: '1' }, 'PUBLIC_URL is not'],
  ])('%s %j', async (check, environment, what) => {
    const finding = (await runDoctor({ DATA_DIR: dataDir(), ...environment })).of(check)
    expect([finding.level, finding.what]).toEqual(['warn', expect.stringContaining(what)])
  })
})

describe('folders', () => {
  test('a file in place of the folder', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    const examination = await runDoctor({ DATA_DIR: file })
    expect(examination.checks('fail')).toEqual(['DATA_DIR', 'spool'])
    expect(examination.exitCode).toBe(1)
  })

  test('other users may change or list its content', async () => {
    expect((await runDoctor({ DATA_DIR: dataDir(0o777) })).of('DATA_DIR mode').level).toBe('fail')
    expect((await runDoctor({ DATA_DIR: dataDir(0o755) })).of('DATA_DIR mode').level).toBe('warn')
    expect((await runDoctor({ DATA_DIR: dataDir(0o711) })).of('DATA_DIR mode').level).toBe('ok')
  })

  test('in memory', async () => {
    if (process.platform !== 'linux') return
    const inMemory = mkdtempSync('/dev/shm/dumpus-doctor-')
    const examination = await runDoctor({ DATA_DIR: inMemory })
    rmSync(inMemory, { recursive: true })
    expect(examination.of('DATA_DIR kind').what).toContain('lost at a restart')
    expect(examination.of('spool kind').level).toBe('warn')
  })

  test('on temporary or network file systems', () => {
    expect(judgeKind(0x794c7630)).toMatchObject([{ level: 'warn', what: expect.stringContaining('overlay') }])
    expect(judgeKind(0x6969)).toMatchObject([{ level: 'warn', what: expect.stringContaining('NFS') }])
    expect(judgeKind(0xef53)).toEqual([])
  })

  test('too small', async () => {
    const [needed, wanted] = [1000, 5000]
    const level = (free: number) => judgeSpace('spool', free, needed, wanted).level
    expect([level(999), level(1000), level(4999), level(5000)]).toEqual(['fail', 'warn', 'warn', 'ok'])
  })

  test.each([
    ['archives of packages that are downloaded, wait or are analyzed', {}, 20 * GiB],
    ['a limit on archives', { ARCHIVE_BYTES_MAX: '1G' }, 10 * GiB],
    ['a limit on all archives', { SPOOL_BYTES_MAX: '12G' }, 12 * GiB],
  ])('need space in the spool for %s', (_, settings: Record<string, string>, bytes) => {
    expect(spoolBytesOf(loadConfig({ DOWNLOADS: '8', WORKERS: '2', ...settings }))).toBe(bytes)
  })

  test('that do not exist yet', async () => {
    const examination = await runDoctor({ DATA_DIR: join(dataDir(), 'deep', 'inside') })
    expect(examination.of('DATA_DIR')).toMatchObject({
      level: 'ok',
      what: expect.stringContaining('creates it'),
    })
  })
})

describe('the machine', () => {
  const examine = async (files: Record<string, string>, environment: Record<string, string> = {}) =>
    runDoctor({ DATA_DIR: dataDir(), WORKERS: '1', ...environment }, { args: machine(files) })

  test('too little memory for the jobs', async () => {
    const { what, level } = (await examine(noSwap, { JOB_MEMORY_BYTES_MAX: '1000T' })).of('memory')
    expect([level, what]).toEqual(['warn', expect.stringContaining('2000.0 TiB')])
  })

  test('memory for one analysis more than WORKERS is wanted', async () => {
    const limitedTo = (gibibytes: number) => ({
      ...noSwap,
      'proc/self/cgroup': '0::/own\n',
      'sys/fs/cgroup/own/memory.max': `${Math.round(gibibytes * 1024 ** 3)}\n`,
    })
    const settings = { JOB_MEMORY_BYTES_MAX: '256M', WORKERS: '2' }
    const levels = [1.2, 1.3].map(async (gibibytes) =>
      (await examine(limitedTo(gibibytes), settings)).of('memory'),
    )
    expect((await Promise.all(levels)).map(({ level }) => level)).toEqual(['warn', 'ok'])
  })

  test('too little memory in this container', async () => {
    const files = {
      ...noSwap,
      'proc/self/cgroup': '0::/system.slice/dumpus.service\n',
      'sys/fs/cgroup/system.slice/dumpus.service/memory.max': `${1024 ** 3}\n`,
    }
    expect((await examine(files)).of('memory').what).toStartWith(
      '1.0 GiB (limit of this container or service), but',
    )
  })

  test('too little memory in a container of cgroup version 1', async () => {
    const files = {
      ...noSwap,
      'proc/self/cgroup': '12:pids:/docker/1f\n5:memory:/docker/1f\n',
      'sys/fs/cgroup/memory/memory.limit_in_bytes': `${1024 ** 3}\n`,
    }
    expect((await examine(files)).of('memory').what).toStartWith(
      '1.0 GiB (limit of this container or service), but',
    )
  })

  test.each([
    [
      'a partition, forbidden by cgroup version 1',
      {
        ...swapOn('/dev/sda2'),
        'proc/self/cgroup': '5:memory:/\n',
        'sys/fs/cgroup/memory/memory.limit_in_bytes': '4294967296\n',
        'sys/fs/cgroup/memory/memory.memsw.limit_in_bytes': '4294967296\n',
      },
      'ok',
      'not for this container',
    ],
    ['a partition', swapOn('/dev/sda2'), 'warn', 'on (/dev/sda2)'],
    ['a file', swapOn('/swapfile'), 'warn', 'on (/swapfile)'],
    ['memory', swapOn('/dev/zram0'), 'ok', 'in memory or encrypted'],
    [
      'LUKS',
      { ...swapOn('/dev/dm-0'), 'sys/block/dm-0/dm/uuid': 'CRYPT-PLAIN-swap\n' },
      'ok',
      'in memory or encrypted',
    ],
    [
      'LVM on LUKS',
      {
        ...swapOn('/dev/dm-1'),
        'sys/block/dm-1/dm/uuid': 'LVM-x\n',
        'sys/block/dm-1/slaves/dm-0/x': '',
        'sys/block/dm-0/dm/uuid': 'CRYPT-LUKS2-x\n',
      },
      'ok',
      'in memory or encrypted',
    ],
    [
      'LVM on a partition',
      { ...swapOn('/dev/dm-1'), 'sys/block/dm-1/dm/uuid': 'LVM-x\n', 'sys/block/dm-1/slaves/sda1/x': '' },
      'warn',
      'on (/dev/dm-1)',
    ],
    [
      'a partition, forbidden to the service',
      { ...swapOn('/dev/sda2'), 'proc/self/cgroup': '0::/\n', 'sys/fs/cgroup/memory.swap.max': '0\n' },
      'ok',
      'not for this container',
    ],
    ['an unknown medium', {}, 'warn', 'cannot be checked'],
  ])('swap on %s', async (_, files, level, what) => {
    const finding = (await examine(files as Record<string, string>)).of('swap')
    expect([finding.level, finding.what]).toEqual([level as 'ok' | 'warn', expect.stringContaining(what)])
  })

  test('few open files', async () => {
    const at = async (limit: number) =>
      (await runDoctor({ DATA_DIR: dataDir() }, { before: `ulimit -n ${limit}` })).of('open files').level
    expect([await at(512), await at(2048), await at(4096)]).toEqual(['fail', 'warn', 'ok'])
  })

  test('core dumps that cannot be disabled', () => {
    expect(judgeCoreDumps({ limit: false, undumpable: false }, 'linux').level).toBe('warn')
    expect(judgeCoreDumps({ limit: true, undumpable: false }, 'linux').level).toBe('warn')
    expect(judgeCoreDumps({ limit: true, undumpable: true }, 'linux').level).toBe('ok')
    expect(judgeCoreDumps({ limit: true, undumpable: false }, 'darwin').level).toBe('ok')
  })
})
