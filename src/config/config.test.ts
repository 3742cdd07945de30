/** The settings: defaults, formats, and errors that name the setting and quote nothing. */
import { describe, expect, test } from 'bun:test'
import { analysisLimitsOf, ConfigError, describeOptions, loadConfig } from './config.ts'

const secret = 'hunter2-secret'
const names = describeOptions().map(({ env }) => env)

/** Values that must be refused, for each setting that is neither a number nor a free text. */
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
  TRUST_PROXY: [
    ...[secret, '11', '99', '-1', '1.5', 'constructor', '__proto__', '*', ',', '10.0.0.0/8,', '10.0.0.0/33'],
    ...[
      '10.0.0/8',
      '127.1',
      '256.0.0.1',
      '::1/129',
      'fd00::/8/8',
      ':::1',
      '10.0.0.0/x',
      '1.2.3.4:80',
      '[::1]',
    ],
  ],
  ALLOWED_NETWORKS: [secret, '10.0.0.0/33', '10.0.0.0/8,', '1', 'fe80::1%eth0/64'],
  LOG_LEVEL: [secret, 'INFO', 'verbose'],
  S3_ENDPOINT: [
    secret,
    `https://user:${secret}@s3.example`,
    `https://s3.example?${secret}`,
    `s3://${secret}`,
  ],
  S3_PUBLIC_ENDPOINT: [secret, `https://${secret}@s3.example`, `ftp://${secret}`],
  S3_BUCKET: [`${secret}/${secret}`, `https://${secret}`, 'ab', `${secret} `.repeat(2)],
  S3_REGION: [`${secret}/`, `${secret} ${secret}`, `${secret}`.repeat(9)],
  S3_ACCESS_KEY_ID: [`${secret} ${secret}`, `${secret}é`],
  S3_SECRET_ACCESS_KEY: [`${secret} ${secret}`, `${secret}\u0000`],
  S3_URL_STYLE: [secret, 'PATH', 'constructor'],
  RESULT_STORAGE: [secret, 'S3', 'postgresql'],
  DISCORD_BOT_TOKEN: [secret, `Bot MTA5.Gx1y.${secret.repeat(3)}`, `123456789012345678`, `a.b.${secret}`],
  DISWHO_BASE_URL: [secret, `ftp://${secret}`, `https://a.example/?${secret}`],
  DISWHO_JWT_SECRET: [`${secret} ${secret}`, `${secret}é`, secret.repeat(99)],
  DISCORD_API_BASE_URL: [secret, `ws://${secret}`],
  WH_URL: [secret, `ftp://${secret}`, `https://user:${secret}@a.example`, `https://a.example/#${secret}`],
  // Twice too short, then with a space, too uniform, not ASCII, too long.
  METRICS_TOKEN: [secret],
  ADMIN_TOKEN: [
    secret,
    'b7d1'.repeat(7) + 'xyz',
    `${secret} ${secret} ${secret}`,
    'abc123'.repeat(10),
    `${secret}é`.repeat(3),
    'abcdefghijklmnop'.repeat(33),
  ],
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

test('there are enough settings to test, and no name occurs twice', () => {
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

test('every number has an upper limit', () => {
  for (const name of numberNames) {
    // 2^53 + 1, which is too large even for bytes.
    expect([name, errorOf({ [name]: '9007199254740993' }) !== null]).toEqual([name, true])
  }
})

test('the defaults are valid, and the configuration is frozen', () => {
  const config = loadConfig({})
  expect(config).toMatchObject({
    port: 5000,
    databaseUrl: null,
    trustProxy: 0,
    allowedOrigins: ['https://discord.click'],
    resultDays: 90,
  })
  expect(Object.isFrozen(config)).toBeTrue()
  expect(config.spoolDir).toBe(`${config.dataDir}/spool`)
  expect(config.leaseSeconds).toBeGreaterThanOrEqual(2 * config.heartbeatSeconds)
})

test('setting a documented default changes nothing', () => {
  const defaults = loadConfig({})
  for (const { env, default: written } of describeOptions()) {
    if (written === '' || env === 'WORKERS') continue
    expect(loadConfig({ [env]: written })).toEqual({
      ...defaults,
      ...(env === 'DATA_DIR' && { isDataDirDefault: false }),
    })
  }
})

test('empty values count as unset', () => {
  expect(loadConfig(Object.fromEntries(names.map((name) => [name, ' '])))).toEqual(loadConfig({}))
})

describe('accepted forms', () => {
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
    ['0', 0],
    ['2', 2],
    ['1', 1],
    ['TRUE', 1],
    ['yes', 1],
    ['on', 1],
    ['False', 0],
    ['no', 0],
    ['off', 0],
    ['10.0.0.0/8, fd00::/8', ['10.0.0.0/8', 'fd00::/8']],
    ['127.0.0.1,::1', ['127.0.0.1/32', '::1/128']],
  ])('the proxies %s', (written, value) =>
    expect(loadConfig({ TRUST_PROXY: written }).trustProxy).toEqual(value),
  )

  test('an address of PostgreSQL without a host, as in libpq', () => {
    const { databaseUrl } = loadConfig({ DATABASE_URL: 'postgres://me@/name?host=/run/postgresql' })
    expect(databaseUrl).toBe('postgres://me@localhost/name?host=/run/postgresql')
  })

  test('origins are returned in lower case, without a slash at the end', () => {
    const { allowedOrigins } = loadConfig({
      DL_ZIP_WHITELISTED_DOMAINS: 'https://A.example/, http://127.0.0.1:8080',
    })
    expect(allowedOrigins).toEqual(['https://a.example', 'http://127.0.0.1:8080'])
  })

  test('the trailing slash of the public address is removed', () => {
    expect(loadConfig({ PUBLIC_URL: 'https://a.example/x//' }).publicUrl).toBe('https://a.example/x')
  })

  test('the new name of the database setting takes precedence over the old one', () => {
    expect(loadConfig({ POSTGRES_URL: 'postgres://a/b' }).databaseUrl).toBe('postgres://a/b')
    expect(loadConfig({ POSTGRES_URL: 'postgres://a/b', DATABASE_URL: 'postgresql://c/d' }).databaseUrl).toBe(
      'postgresql://c/d',
    )
  })
})

test('the settings of a bucket belong together', () => {
  const bucket = {
    S3_ENDPOINT: 'https://s3.example',
    S3_BUCKET: 'results',
    S3_ACCESS_KEY_ID: 'id',
    S3_SECRET_ACCESS_KEY: secret,
  }
  expect(errorOf(bucket)).toBeNull()
  expect(errorOf({ RESULT_STORAGE: 'postgres' })).toBeNull()
  expect(errorOf({ ...bucket, RESULT_STORAGE: 'postgres' })).toBeNull()
  for (const name of Object.keys(bucket)) {
    const { message } = errorOf({ ...bucket, [name]: '' })!
    expect(message).toStartWith(`${name} must be set`)
    expect(message).not.toContain(secret)
  }
  for (const alone of [{ RESULT_STORAGE: 's3' }, { S3_PUBLIC_ENDPOINT: 'https://cdn.example' }]) {
    expect(errorOf(alone)!.message).toStartWith(
      'S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY',
    )
  }
})

test('DisWho needs its address and its secret', () => {
  const diswho = { DISWHO_BASE_URL: 'https://diswho.example', DISWHO_JWT_SECRET: secret }
  expect(errorOf(diswho)).toBeNull()
  for (const name of Object.keys(diswho)) {
    expect(errorOf({ ...diswho, [name]: '' })!.message).toStartWith(`${name} must be set`)
  }
})

test('a heartbeat that is too slow for the lease is refused', () => {
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
