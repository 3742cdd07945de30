/** The settings: defaults, forms, and errors that name the setting and quote nothing. */
import { describe, expect, test } from 'bun:test'
import { analysisLimitsOf, ConfigError, describeOptions, loadConfig } from './config.ts'

const secret = 'hunter2-secret'
const names = describeOptions().map(({ env }) => env)

/** For each setting values that must not pass. */
const malformed: Record<string, string[]> = {
  DATABASE_URL: [secret, `mysql://user:${secret}@host/x`, `http://${secret}`],
  POSTGRES_URL: [secret],
  DL_ZIP_WHITELISTED_DOMAINS: [
    secret,
    `https://${secret}/path`,
    `https://a.example,`,
    ',',
    `ftp://${secret}`,
    `https://user:${secret}@a.example`,
    `https://a.example?${secret}`,
    '*',
  ],
  PUBLIC_URL: [secret, `ftp://${secret}`, `https://a.example/?${secret}`, `https://a.example/#${secret}`],
  TRUST_PROXY: [secret, '2', 'constructor', '__proto__'],
  LOG_LEVEL: [secret, 'INFO', 'verbose'],
}
const texts = new Set(['HOST', 'DATA_DIR', 'DL_ZIP_TMP_PATH'])
const numberNames = names.filter((name) => malformed[name] === undefined && !texts.has(name))
const noNumbers = [
  secret,
  '-1',
  '1.5',
  '0x10',
  '1e3',
  'NaN',
  'Infinity',
  '١٢',
  '99999999999999999999',
  '1 2',
  '5;',
]

function errorOf(environment: Record<string, string>): ConfigError | null {
  try {
    loadConfig(environment)
    return null
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
}

test('all settings are looked at', () => {
  expect(names.length).toBeGreaterThan(40)
  expect(new Set(names).size).toBe(names.length)
  expect(numberNames.length).toBeGreaterThan(30)
})

describe('a malformed setting is named, and its value is not quoted', () => {
  const cases = [
    ...Object.entries(malformed),
    ...numberNames.map((name): [string, string[]] => [name, noNumbers]),
  ]
  test.each(cases.flatMap(([name, values]) => values.map((value): [string, string] => [name, value])))(
    '%s=%s',
    (name, value) => {
      const error = errorOf({ [name]: value })
      expect(error?.message ?? 'accepted').toStartWith(`${name} `)
      expect(error!.message).not.toContain(secret)
      expect(error!.cause).toBeUndefined()
      expect(JSON.stringify(error)).not.toContain(secret)
    },
  )
})

test('every number has an end on both sides', () => {
  for (const name of numberNames) {
    // Nothing of the server makes sense in thousands of years or with petabytes of anything but bytes.
    expect([name, errorOf({ [name]: '9007199254740993' }) !== null]).toEqual([name, true])
  }
})

test('defaults are valid, and frozen', () => {
  const config = loadConfig({})
  expect(config).toMatchObject({
    port: 5000,
    databaseUrl: null,
    trustProxy: false,
    allowedOrigins: ['https://discord.click'],
    resultDays: 90,
  })
  expect(Object.isFrozen(config)).toBeTrue()
  expect(config.spoolDir).toBe(`${config.dataDir}/spool`)
  expect(config.leaseSeconds).toBeGreaterThanOrEqual(2 * config.heartbeatSeconds)
})

test('each default that is written out means the same', () => {
  const defaults = loadConfig({})
  for (const { env, default: written } of describeOptions()) {
    if (written !== '') expect(loadConfig({ [env]: written })).toEqual(defaults)
  }
})

test('empty values count as unset', () => {
  expect(loadConfig(Object.fromEntries(names.map((name) => [name, ' '])))).toEqual(loadConfig({}))
})

test('unknown names are nobody’s business', () => {
  expect(loadConfig({ PATH: '/bin', PORTX: 'x', port: 'x' })).toEqual(loadConfig({}))
})

describe('forms', () => {
  test.each([
    ['1048576', 2 ** 20],
    ['512K', 2 ** 19],
    ['64M', 2 ** 26],
    ['64MiB', 2 ** 26],
    ['64mb', 2 ** 26],
    ['2G', 2 ** 31],
    ['1 T', 2 ** 40],
    ['7b', 7],
  ])('%s bytes', (written, value) => expect(loadConfig({ JSON_BYTES_MAX: written }).jsonBytesMax).toBe(value))

  test.each([
    ['1', true],
    ['TRUE', true],
    ['yes', true],
    ['on', true],
    ['0', false],
    ['False', false],
    ['no', false],
    ['off', false],
  ])('the flag %s', (written, value) => expect(loadConfig({ TRUST_PROXY: written }).trustProxy).toBe(value))

  test('origins', () => {
    const { allowedOrigins } = loadConfig({
      DL_ZIP_WHITELISTED_DOMAINS: 'https://A.example/, http://127.0.0.1:8080',
    })
    expect(allowedOrigins).toEqual(['https://a.example', 'http://127.0.0.1:8080'])
  })

  test('the public address loses its last slash', () => {
    expect(loadConfig({ PUBLIC_URL: 'https://a.example/x//' }).publicUrl).toBe('https://a.example/x')
  })

  test('the older name of the database, after the newer one', () => {
    expect(loadConfig({ POSTGRES_URL: 'postgres://a/b' }).databaseUrl).toBe('postgres://a/b')
    expect(loadConfig({ POSTGRES_URL: 'postgres://a/b', DATABASE_URL: 'postgresql://c/d' }).databaseUrl).toBe(
      'postgresql://c/d',
    )
  })
})

test('a heartbeat that is too slow for the lease is no setting', () => {
  expect(errorOf({ LEASE_SECONDS: '10', HEARTBEAT_SECONDS: '6' })!.message).toContain('HEARTBEAT_SECONDS')
  expect(errorOf({ LEASE_SECONDS: '10', HEARTBEAT_SECONDS: '5' })).toBeNull()
})

test('the analysis gets its limits as plain numbers, and nothing else', () => {
  const limits = analysisLimitsOf(loadConfig({ DATABASE_URL: `postgres://user:${secret}@host/x` }))
  expect(Object.values(limits).every((value) => typeof value === 'number')).toBeTrue()
  expect(structuredClone(limits)).toEqual(limits)
})

test('every setting says what it is for', () => {
  for (const { env, help } of describeOptions()) expect([env, help.length > 10]).toEqual([env, true])
})
