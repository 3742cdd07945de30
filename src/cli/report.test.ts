/** The report contains the numbers of the database, warns of missing data, and cannot control a terminal. */
import { expect, test } from 'bun:test'
import { packageBytes } from '../synthetic-package/write-package.ts'
import { sqliteOf } from '../tests/support/judges/engine-run.ts'
import { account, activityFile, line, livelyPackage, today, zipOf } from '../tests/oracle/sample-package.ts'
import { readReport } from './read-report.ts'
import { reportOn } from './report.ts'

const reportToday = { today: '2026-11-24' }

test('totals match the generator’s record, in both formats', async () => {
  const { archive, record } = await packageBytes({ seed: 3, messages: 900, events: 1500, countedShare: 0.8 })
  const file = await sqliteOf(archive, reportToday)
  const report = readReport(file)
  expect(report.totals.messages).toBe(record.messages.total)
  expect(report.totals.reactions).toBe(record.events.counted.add_reaction!)
  expect(report.totals.sessions).toBe(record.sessionCount)
  expect(report.totals.voiceSessions).toBe(record.voiceSessionCount)
  expect(report.owner.id).toBe(record.owner!.id)
  for (const rows of Object.values(report.top)) {
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.length).toBeLessThanOrEqual(5)
    const counts = rows.map(({ count }) => count)
    expect(counts).toEqual(counts.toSorted((one, other) => other - one))
  }
  expect(JSON.parse(reportOn(file, 'json'))).toEqual(JSON.parse(JSON.stringify(report)))
  const text = reportOn(file, 'text')
  expect(text).toContain(record.messages.total.toLocaleString('en-US'))
  expect(text).not.toContain('Not in the package')
})

test('missing or broken data, and privacy controls that were off, are warnings', async () => {
  const control = { control: 'usage', is_enabled: false }
  const files = activityFile(line('privacy_control_updated', '2023-01-01T00:00:00Z', control), '[]\n')
  const text = reportOn(
    await sqliteOf(zipOf({ 'Account/user.json': account(), ...files }), { today }),
    'text',
  )
  expect(text).toContain('The activity of the package contains no event that is counted')
  expect(text).toContain('Not in the package: analytics, messages, modeling, payments, servers, tns.')
  expect(text).toContain('reporting: 1 line could not be read.')
  expect(text).toContain('"usage" was turned off from 2023-01-01 to the end (no messages meanwhile)')
})

test('a package without any activity has a warning', async () => {
  const text = reportOn(await sqliteOf(zipOf({ 'Account/user.json': account() }), { today }), 'text')
  expect(text).toContain('The package has no activity: calls, sessions and reactions')
  // Counts of missing data are not shown as 0.
  expect(text).toMatch(/^  Messages +not in the package$/m)
  expect(text).toMatch(/^  Activity +not in the package$/m)
  expect(text).not.toMatch(/^  (Sessions|Voice|App opened|Channels|Servers)/m)
})

test('unusable messages are not reported as missing', async () => {
  const files = { 'Messages/c500000000000000005/messages.json': JSON.stringify('no messages '.repeat(50)) }
  const text = reportOn(
    await sqliteOf(zipOf({ 'Account/user.json': account(), ...files }), { today }),
    'text',
  )
  expect(text).toMatch(/^  Messages +none usable/m)
  expect(text).toContain('messages: ')
})

test('sessions that are too long are a warning with the limits of their kind', async () => {
  const [start, end] = ['2023-01-01T00:00:00Z', '2023-01-03T00:00:00Z']
  const files = activityFile(
    ...[line('session_start', start, { session: '1' }), line('session_end', end, { session: '1' })],
    ...[
      line('join_voice_channel', start, { channel_id: '5' }),
      line('leave_voice_channel', end, { channel_id: '5' }),
    ],
  )
  const text = reportOn(
    await sqliteOf(zipOf({ 'Account/user.json': account(), ...files }), { today }),
    'text',
  )
  expect(text).toContain('1 session left out as too long: over 24 hours.')
  expect(text).toContain('1 voice session left out as too long: over 24 hours, or over 7 days if')
})

test('a gap of several folders is one warning', async () => {
  const days = ['2023-01-01T00:00:00Z', '2023-03-01T00:00:00Z'].map((day) => line('app_opened', day)).join('')
  const files = Object.fromEntries(
    ['tns', 'reporting'].map((folder) => [`Activity/${folder}/events-2023-00000-of-00001.json`, days]),
  )
  const text = reportOn(
    await sqliteOf(zipOf({ 'Account/user.json': account(), ...files }), { today }),
    'text',
  )
  expect(text).toContain('reporting, tns have no line from 2023-01-02 to 2023-02-28 (no messages meanwhile).')
})

test('a gap of one day is reported with its date', async () => {
  const control = (is_enabled: boolean) => ({ control: 'usage_statistics', is_enabled })
  const files = activityFile(
    line('privacy_control_updated', '2023-01-01T08:00:00Z', control(false)),
    line('privacy_control_updated', '2023-01-01T20:00:00Z', control(true)),
  )
  const text = reportOn(
    await sqliteOf(zipOf({ 'Account/user.json': account(), ...files }), { today }),
    'text',
  )
  expect(text).toContain('"usage_statistics" was turned off on 2023-01-01 (no messages meanwhile).')
})

test('amounts follow the exponents of their currencies', async () => {
  const text = reportOn(await sqliteOf(zipOf(livelyPackage()), { today }), 'text')
  expect(text).toContain('5.00 EUR in 1')
  expect(text).toContain('500 JPY in 1')
})

test.each(['text', 'json'] as const)('no text of a package can control a terminal: %s', async (format) => {
  const steering = '\u001b[2J\u202e\u2066\u200f\u061c\u2028\u009b'
  const payment = {
    id: '1',
    created_at: '2024-01-02T03:04:05Z',
    currency: `e${steering}ur`,
    amount: 500,
    status: 1,
  }
  const control = { control: `usage${steering}`, is_enabled: false }
  const archive = zipOf({
    'Account/user.json': account({ username: `own${steering}er`, payments: [payment] }),
    ...activityFile(
      line('privacy_control_updated', '2023-01-01T00:00:00Z', control),
      line('add_reaction', '2023-01-02T00:00:00Z', { channel_id: '5', emoji_name: `smi${steering}le` }),
    ),
  })
  const report = reportOn(await sqliteOf(archive, { today }), format)
  for (const text of ['own[2Jer', 'smi[2Jle', 'usage[2J']) expect(report).toContain(text)
  expect(report.toLowerCase()).toContain('e[2jur')
  expect(report).not.toMatch(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/,
  )
})
