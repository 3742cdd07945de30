/**
 * G18: any line may be broken. Only that line is lost; it is counted, and the lines before and after it count
 * as usual.
 */
import { afterAll, describe, expect, test } from 'bun:test'
import { rowsOf, sqliteOf } from '../support/judges/engine-run.ts'
import { lyingZip, repeatedParts } from '../support/hostile/lying-zip-writer.ts'
import { recordRun, scaled } from '../support/servers/long-run.ts'
import { plainMembers } from '../support/hostile/plain-archive.ts'

const MiB = 1024 * 1024
const today = '2026-06-01'
const [account, , channel, messages, activity] = plainMembers as typeof plainMembers & { length: 5 }
const csvName = (messages!.name as string).replace('.json', '.csv')
const invalid = Buffer.from([0xff, 0xc3, 0xed, 0xa0, 0x80])

let number = 0
/** A line that counts, with a distinct id. */
const good = () =>
  `{"event_type":"login_successful","event_id":"good ${number++}","timestamp":"2024-03-04T05:06:07Z"}`
const opened = (rest: string) => `{"event_type":"app_opened","event_id":"odd"${rest}}`
const at = (timestamp: string) => opened(`,"timestamp":${timestamp}`)
const timed = ',"timestamp":"2024-03-05T00:00:00Z"'

/**
 * The outcome for a line: it counts; it has no usable time; it is not an object or too long; or its type is
 * not wanted.
 */
type Outcome = 'used' | 'undated' | 'broken' | 'unwanted'
type Case = [what: string, line: string | Uint8Array, outcome: Outcome]

const types = [
  'join_voice_channel',
  'leave_voice_channel',
  'session_start',
  'session_end',
  'add_reaction',
].concat([
  'application_command_used',
  'guild_joined',
  'launch_game',
  'privacy_control_updated',
  'app_native_crash',
])
const wrong = [
  '{}',
  '[]',
  '{"toString":1}',
  '[{"x":[]}]',
  'true',
  'null',
  '1e308',
  '-1',
  '""',
  '"\\ud800"',
  '9'.repeat(40),
]
const names = 'channel_id channel guild_id guild server os browser session duration emoji_name emoji_id'
  .concat(' application_id game_id game user_id event_id message_id control enabled value')
  .split(' ')

const lines: Case[] = [
  [
    'invalid UTF-8 in a text',
    Buffer.concat([Buffer.from(opened(`${timed},"os":"`).slice(0, -1)), invalid, Buffer.from('"}')]),
    'used',
  ],
  [
    'invalid UTF-8 between fields',
    Buffer.concat([Buffer.from('{"event_type":"app_opened",'), invalid, Buffer.from('}')]),
    'broken',
  ],
  ['nothing but invalid UTF-8', invalid, 'broken'],
  ['lone surrogates', opened(`${timed},"os":"\\ud83d","browser":"\\ude00\\ud83d"`), 'used'],
  ['NUL in a text', opened(`${timed},"os":"a\\u0000b"`), 'used'],
  ['a raw NUL', opened(`${timed},"os":"a\0b"`), 'broken'],
  ['no JSON', 'event_type', 'broken'],
  ['half a line', opened(timed).slice(0, 40), 'broken'],
  ['the other half', opened(timed).slice(40), 'broken'],
  ['two in one', opened(timed) + opened(timed), 'broken'],
  // If the type is not wanted, only the beginning and the end of the line are checked.
  ['single quotes', `{'event_type':'app_opened'}`, 'unwanted'],
  ['a comment', `/* x */ ${opened(timed)}`, 'broken'],
  ['an array', `[${opened(timed)}]`, 'broken'],
  ['a text', '"app_opened"', 'broken'],
  ['null', 'null', 'broken'],
  ['a byte order mark in the middle', `\ufeff${opened(timed)}`, 'broken'],
  ['an empty object', '{}', 'unwanted'],
  ['a type that is an object', `{"event_type":{"event_type":"app_opened"}${timed}}`, 'unwanted'],
  ['a type that is a list', `{"event_type":["app_opened"]${timed}}`, 'unwanted'],
  ['64 levels', opened(`${timed},"x":${'['.repeat(63)}${']'.repeat(63)}`), 'used'],
  ['65 levels', opened(`${timed},"x":${'['.repeat(64)}${']'.repeat(64)}`), 'broken'],
  ['millions of levels', opened(`${timed},"x":${'{"a":'.repeat(1_500_000)}`), 'broken'],
  ['millions of keys', opened(`${timed}${',"x":1'.repeat(1_300_000)}`), 'used'],
  ['8 MiB', opened(`${timed},"x":"${'x'.repeat(8 * MiB - 200)}"`), 'used'],
  ['more than 8 MiB', opened(`${timed},"x":"${'x'.repeat(8 * MiB)}"`), 'broken'],
  ['no time', opened(''), 'undated'],
  ...['null', '""', '"never"', '{}', '[]', 'true', '1e999', '-1', '0', '"\\ud800"', `"${'9'.repeat(99)}"`]
    .concat(
      '"2015-05-12T23:59:59Z"',
      '"2031-01-01T00:00:00Z"',
      '"0000-00-00T00:00:00Z"',
      '"9999-12-31T23:59:59Z"',
    )
    .concat(
      '"+275760-09-13T00:00:00Z"',
      '"-271821-04-20T00:00:00Z"',
      '"2024-02-30T00:00:00Z"',
      '"2024-13-01T00:00:00Z"',
    )
    .concat('"2024-03-04T25:00:00Z"', '8640000000000001', '-8640000000000001', '1709528767000000000000')
    .map((timestamp): Case => [`the time ${timestamp.slice(0, 40)}`, at(timestamp), 'undated']),
]

/** The coverage of a source, and the count of the good lines. */
async function read(members: Parameters<typeof lyingZip>[0], source: string) {
  const file = await sqliteOf(lyingZip(members), { today })
  const [coverage] = rowsOf<Record<string, number>>(file, `SELECT * FROM coverage WHERE source = '${source}'`)
  const event = source === 'messages' ? 'message_sent' : 'login_successful'
  const [row] = rowsOf<{ count: number }>(
    file,
    `SELECT coalesce(sum(occurence_count), 0) AS count FROM activity WHERE event_name = '${event}'`,
  )
  const { line_count: lines, used_count: used, broken_count: broken, undated_count: undated } = coverage!
  return { lines, used, broken, undated, good: row!.count }
}

const activityOf = (...contents: (string | Uint8Array)[]) => [
  ...[account!, channel!],
  { name: activity!.name, content: Buffer.concat(contents.map((content) => Buffer.from(content as string))) },
]
const fateOf = (outcome: Outcome) => ({
  used: outcome === 'used' ? 3 : 2,
  broken: outcome === 'broken' ? 1 : 0,
  undated: outcome === 'undated' ? 1 : 0,
})
let tried = 0

describe('between two good activity lines', () => {
  test.each(lines)('%s', async (_what, line, outcome) => {
    tried++
    const content = activityOf(`${good()}\n`, line, `\n${good()}\n`)
    expect(await read(content, 'reporting')).toEqual({ lines: 3, good: 2, ...fateOf(outcome) })
  })

  test('fields of events may have values of any type', async () => {
    const odd = types.flatMap((type, one) =>
      names.flatMap((name, two) =>
        wrong.map((value, three) => {
          const id = name === 'event_id' ? '' : `"event_id":"${one} ${two} ${three}",`
          return `{"event_type":"${type}",${id}"timestamp":"2024-03-0${1 + (three % 9)}T0${two % 10}:00:00Z","${name}":${value}}`
        }),
      ),
    )
    tried += odd.length
    const {
      lines,
      broken,
      good: count,
    } = await read(activityOf(`${good()}\n`, odd.join('\n'), `\n${good()}`), 'reporting')
    expect({ lines, broken, count }).toEqual({ lines: odd.length + 2, broken: 0, count: 2 })
  })
})

const message = (id: string, rest = '') =>
  `{"ID": ${id}, "Timestamp": "2024-03-01 04:05:06", "Contents": "x"${rest}}`
const row = (id: string, contents = 'x') => `${id},2024-03-01 04:05:06.000000+00:00,${contents},`
const header = 'ID,Timestamp,Contents,Attachments'

const records: Case[] = [
  ['no JSON', 'nonsense {', 'broken'],
  ['cut', message('5').slice(0, 50), 'broken'],
  ['cut behind a backslash', '{"ID": 5, "Contents": "x\\', 'broken'],
  ['a lone surrogate', message('5', ', "Attachments": "\\ud800"'), 'used'],
  ['65 levels', message('5', `, "x": ${'['.repeat(64)}${']'.repeat(64)}`), 'broken'],
  ['millions of levels', message('5', `, "x": ${'['.repeat(5_000_000)}`), 'broken'],
  ['more than 8 MiB', message('5', `, "x": "${'x'.repeat(8 * MiB)}"`), 'broken'],
  ['neither id nor time', '{"Contents": "x"}', 'undated'],
  ['an id of words', '{"ID": {"x": 1}, "Timestamp": [], "Contents": 5}', 'undated'],
  ['a time before Discord', '{"ID": "none", "Timestamp": "1999-01-01 00:00:00"}', 'undated'],
  [
    'contents of another type',
    '{"ID": 5, "Timestamp": "2024-03-01 04:05:06", "Contents": {"x": []}}',
    'used',
  ],
]
const rows: Case[] = [
  ['too few fields', '5,2024-03-01', 'broken'],
  ['too many fields', `${row('5')},,,`, 'broken'],
  ['more than 8 MiB', row('5', 'x'.repeat(8 * MiB)), 'broken'],
  ['millions of commas', ','.repeat(9 * MiB), 'broken'],
  ['neither id nor time', 'x,never,y,', 'undated'],
  [
    'invalid UTF-8',
    Buffer.concat([Buffer.from('5,2024-03-01 04:05:06,'), invalid, Buffer.from(',')]),
    'used',
  ],
]

describe('between two good messages', () => {
  const files = (content: Buffer, name: string | Uint8Array) => [
    account!,
    channel!,
    { name, content, stored: true },
  ]

  test.each(records)('JSON: %s', async (_what, line, outcome) => {
    tried++
    const content = Buffer.concat(
      ['[\n', `${message('1')},\n`, line, `,\n${message('2')}\n]`].map((part) => Buffer.from(part as string)),
    )
    const expected = { lines: 3, ...fateOf(outcome), good: fateOf(outcome).used }
    expect(await read(files(content, messages!.name), 'messages')).toEqual(expected)
  })

  test.each(rows)('CSV: %s', async (_what, line, outcome) => {
    tried++
    const content = Buffer.concat(
      [`${header}\n${row('1')}\n`, line, `\n${row('2')}\n`].map((part) => Buffer.from(part as string)),
    )
    const expected = { lines: 3, ...fateOf(outcome), good: fateOf(outcome).used }
    expect(await read(files(content, csvName), 'messages')).toEqual(expected)
  })
})

/** Compresses 20:1 like real lines; a ratio above 100:1 would be taken for a bomb. */
const block = Buffer.concat([Buffer.alloc(MiB - 50_000, 'x'), randomLetters(50_000)])
const copies = scaled(48, 1024)

describe(`a line of ${copies} MiB`, () => {
  const beside = [account!, channel!]
  const forms: [what: string, name: string | Uint8Array, source: string, before: string, behind: string][] = [
    [
      'of activity',
      activity!.name,
      'reporting',
      `${good()}\n{"event_type":"app_opened","x":"`,
      `"}\n${good()}\n`,
    ],
    [
      'of messages',
      messages!.name,
      'messages',
      `[\n${message('1')},\n{"Contents": "`,
      `"},\n${message('2')}\n]`,
    ],
    [
      'of messages in CSV',
      csvName,
      'messages',
      `${header}\n${row('1')}\n5,2024-03-01,"`,
      `",\n${row('2')}\n`,
    ],
  ]

  test.each(forms)(
    '%s',
    async (_what, name, source, before, behind) => {
      tried++
      Bun.gc(true)
      const rss = process.memoryUsage.rss()
      const content = repeatedParts([before, 1], [block, copies], [behind, 1])
      const found = await read([...beside, { name, ...content }], source)
      expect(found).toEqual({ lines: 3, used: 2, broken: 1, undated: 0, good: 2 })
      expect(process.memoryUsage.rss() - rss).toBeLessThan(500 * MiB)
    },
    120_000,
  )
})

afterAll(() => recordRun('G18', `${tried} odd lines, the longest of ${copies} MiB`))

function randomLetters(length: number): Buffer {
  let state = 1
  return Buffer.from(
    Array.from({ length }, () => 97 + ((state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 28)),
  )
}
