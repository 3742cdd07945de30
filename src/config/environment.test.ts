/**
 * Secrets in files, as Docker, Kubernetes and systemd provide them, and everything that can be wrong with
 * such a file.
 */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from '../tests/support/servers/server-process.ts'
import { ConfigError, describeOptions, loadConfig } from './config.ts'

const url = 'postgres://dumpus:hunter2-secret@database/dumpus'
const token = 'b7d1c5e0a9f83462b7d1c5e0a9f83462'
let folder: string

beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'dumpus-secret-files-'))))
afterAll(() => rmSync(folder, { recursive: true }))

function fileWith(content: string | Uint8Array): string {
  const path = join(folder, crypto.randomUUID())
  writeFileSync(path, content)
  return path
}

function problemsOf(environment: Record<string, string>): string[] {
  try {
    loadConfig(environment)
    return []
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    return (error as ConfigError).message.split('\n')
  }
}

test.each([
  ['nothing', ''],
  ['a newline, as echo writes it', '\n'],
  ['a newline of Windows', '\r\n'],
  ['several newlines', '\n\n'],
])('a file that ends with %s', (_, end) => {
  expect(loadConfig({ DATABASE_URL_FILE: fileWith(url + end) }).databaseUrl).toBe(url)
})

test('a file behind a symbolic link, as Kubernetes mounts it', () => {
  const link = join(folder, 'link')
  symlinkSync(fileWith(`${token}\n`), link)
  expect(loadConfig({ ADMIN_TOKEN_FILE: link }).adminToken).toBe(token)
})

test('the old name can also have a file, and the new name takes precedence', () => {
  expect(loadConfig({ POSTGRES_URL_FILE: fileWith(url) }).databaseUrl).toBe(url)
  expect(loadConfig({ POSTGRES_URL_FILE: fileWith(url), DATABASE_URL: 'postgres://a/b' }).databaseUrl).toBe(
    'postgres://a/b',
  )
})

test('an empty file name counts as unset', () => {
  expect(loadConfig({ DATABASE_URL_FILE: ' ' }).databaseUrl).toBeNull()
})

describe('an unusable file is an error that names the setting and quotes neither the path nor the content', () => {
  test.each([
    ['is not there', () => join(folder, 'hunter2-secret'), 'there is no such file'],
    ['is the secret itself', () => url, 'there is no such file'],
    [
      'is a very long secret itself',
      () => 'hunter2-secret'.repeat(1000),
      'put the value itself into the setting without _FILE',
    ],
    ['is a folder', () => folder, 'not an ordinary file'],
    ['never ends', () => '/dev/zero', 'not an ordinary file'],
    ['is empty', () => fileWith('\n'), 'empty file'],
    ['is too large', () => fileWith('hunter2-secret'.repeat(10_000)), 'larger than 16384 bytes'],
    ['is not text', () => fileWith(Buffer.from('hunter2-secret\xff', 'latin1')), 'not text in UTF-8'],
  ])('it %s', (_, path, reason) => {
    const [problem, ...others] = problemsOf({ DATABASE_URL_FILE: path() })
    expect(others).toEqual([])
    expect(problem).toStartWith('DATABASE_URL_FILE ')
    expect(problem).toContain(reason)
    expect(problem).not.toContain('hunter2')
    expect(problem).not.toContain(folder)
  })

  test('its content is malformed', () => {
    const [problem] = problemsOf({ DATABASE_URL_FILE: fileWith('mysql://hunter2-secret@host/x') })
    expect(problem).toStartWith('DATABASE_URL must begin with postgres://')
    expect(problem).not.toContain('hunter2')
  })
})

test('setting both NAME and NAME_FILE is an error, even if they agree', () => {
  expect(problemsOf({ DATABASE_URL: url, DATABASE_URL_FILE: fileWith(url) })).toEqual([
    'DATABASE_URL and DATABASE_URL_FILE are both set: keep one of them',
  ])
})

test('settings that are not secrets cannot come from a file', () => {
  expect(problemsOf({ LOG_LEVEL_FILE: fileWith('debug') })).toEqual([
    'LOG_LEVEL_FILE is not a setting: only secrets are read from files, so set LOG_LEVEL itself',
  ])
})

test('every setting whose name sounds like a secret is marked as a secret', () => {
  const sounding = /TOKEN|SECRET|PASSWORD|ACCESS_KEY|^(DATABASE|WH)_URL$/
  const secrets = describeOptions().filter(({ env }) => sounding.test(env))
  expect(secrets.length).toBeGreaterThan(1)
  expect(secrets.filter(({ isSecret }) => !isSecret).map(({ env }) => env)).toEqual([])
})

test('all errors are reported at once, by the command line too', async () => {
  const environment = {
    DATABASE_URL_FILE: join(folder, 'nowhere'),
    PORT: 'five thousand',
    LEASE_SECONDS: '10',
    HEARTBEAT_SECONDS: '6',
    RESULT_DAY: '30',
  }
  const problems = problemsOf(environment)
  expect(problems.map((problem) => problem.split(' ')[0]).sort()).toEqual([
    'DATABASE_URL_FILE',
    'HEARTBEAT_SECONDS',
    'PORT',
    'RESULT_DAY',
  ])
  const { exitCode, stdout, stderr } = await runCommand(['serve'], environment)
  expect([exitCode, stdout, stderr.trim().split('\n')]).toEqual([2, '', problems])
})
