/**
 * Reads mutated texts with the server's readers, and compares the results with JSON.parse and with the
 * simplest possible reading.
 */
import { createActivityReader } from '../../../data-package/records/activity-lines.ts'
import type { LineCounts } from '../../../data-package/records/activity-record.ts'
import { idOf, textOf } from '../../../data-package/records/fields.ts'
import { type Column, CsvReader } from '../../../data-package/records/message-csv.ts'
import { RecordSplitter } from '../../../data-package/records/message-records.ts'
import { parseInstant } from '../../../instant.ts'
import type { Random } from '../../../synthetic-package/random.ts'
import { isObject, parseCsv, parseJson } from '../../oracle/text-formats.ts'
import { createKernel } from './kernels.ts'
import { requireEqual } from './require-equal.ts'
import { chunksOf, mutatedText } from '../hostile/text-mutations.ts'

const depthMax = 8
const lineBytesMax = 4000
const fields = ['event_type', 'timestamp', 'os', 'channel_id']
const types = new Set(['app_opened', 'add_reaction', 'session_start', 'join_voice_channel'])

const activity = Buffer.from(
  Array.from({ length: 24 }, (_, at) =>
    JSON.stringify({
      event_type: [...types, 'ack_messages', 'typing_started'][at % 6],
      event_id: `AQEBAQ${at}==`,
      ...(at % 3 === 0 && { properties: { event_type: 'app_opened', list: [1, [2, { x: null }]] } }),
      os: ['Windows', 'Android "x"', 'é\u{1f600}', null, 5][at % 5],
      channel_id: at % 2 ? '500000000000000005' : 500_000,
      timestamp: at % 4 ? `"2024-03-0${1 + (at % 9)}T10:00:0${at % 10}.${at}Z"` : '2024-03-01 10:00:00',
    }).replace('500000,', '500000000000000006,'),
  ).join('\n'),
)

/** Activity lines: counts and records must match JSON.parse of each line. */
export async function judgeActivityLines(random: Random): Promise<void> {
  const bytes = mutatedText(activity, random)
  const [expected, all] = [plainLines(bytes), await readLines(bytes, random, null)]
  requireEqual('counts', all.counts, expected.counts)
  requireEqual('records', all.records, expected.records)
  const wanted = await readLines(bytes, random, types)
  const isWanted = ([type]: unknown[]) => typeof type === 'string' && types.has(type)
  requireEqual('wanted records', wanted.records, expected.records.filter(isWanted))
  requireEqual('lines', wanted.counts.lines, expected.counts.lines)
  // Of lines with other types, the reader only checks the beginning and the end.
  if (wanted.counts.broken > expected.counts.broken) throw new Error('a good line was counted as broken')
}

async function readLines(bytes: Buffer, random: Random, types: ReadonlySet<string> | null) {
  const records: unknown[][] = []
  const chunks = (async function* () {
    yield* chunksOf(bytes, random)
  })()
  const limits = { lineBytesMax, jsonDepthMax: depthMax }
  const readLines = createActivityReader(
    createKernel(),
    { types: types ?? new Set(), fields, isEveryLineRead: types === null },
    limits,
    ({ fields }) => records.push(comparable(fields)),
  )
  return { records, counts: await readLines(chunks) }
}

function plainLines(bytes: Buffer): { records: unknown[][]; counts: LineCounts } {
  const counts: LineCounts = { lines: 0, broken: 0, days: [] }
  const days = new Set<number>()
  const records: unknown[][] = []
  for (const raw of bytes.toString('latin1').split('\n')) {
    let line = raw.replace(/^[ \r\t]+|[ \r\t]+$/g, '')
    if (counts.lines === 0) line = line.replace(/^\xef\xbb\xbf/, '')
    if (line === '') continue
    counts.lines++
    const value = strictJson(Buffer.from(line, 'latin1').toString())
    if (!isObject(value) || line.length > lineBytesMax) counts.broken++
    else {
      records.push(comparable(value))
      const atMs = parseInstant(own(value, 'timestamp'))
      if (atMs !== null && atMs >= 0 && atMs < 32_768 * 86_400_000) days.add(Math.floor(atMs / 86_400_000))
    }
  }
  counts.days = [...days].sort((one, other) => one - other)
  return { records, counts }
}

/** The value of a text, with long numbers as strings; undefined if it is no JSON or nested too deeply. */
function strictJson(text: string): unknown {
  try {
    JSON.parse(text)
  } catch {
    return undefined
  }
  const value = parseJson(text)
  return depthOf(value) > depthMax ? undefined : value
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Object.values(value).reduce<number>((most, inner) => Math.max(most, depthOf(inner)), 0)
}

function comparable(record: { [name: string]: unknown }): unknown[] {
  const type = own(record, 'event_type')
  return [
    typeof type === 'string' ? type : null,
    usable(parseInstant(own(record, 'timestamp'))),
    textOf(own(record, 'os')),
    idOf(own(record, 'channel_id')),
  ]
}

function own(record: { [name: string]: unknown }, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined
}

/** Null for a time before 2015, because the readers disagree on some notations of such times. */
function usable(atMs: number | null): number | null {
  return atMs !== null && atMs > Date.UTC(2015, 0) ? atMs : null
}

const messages = Buffer.from(
  `[\n${Array.from(
    { length: 12 },
    (_, at) =>
      `{"ID": 10125425378247475${10 + at}, "Timestamp": "2022-08-26 02:02:${10 + at}", "Contents": ${JSON.stringify(['a {b} "c"', 'x\\y', '], [', 'é\u{1f600}\n'][at % 4])}, "Attachments": ""}`,
  ).join(',\n')}\n]`,
)

/**
 * messages.json: every line that is an object by itself must be read, in order, whatever surrounds it. The
 * division into chunks must change nothing.
 */
export async function judgeMessages(random: Random): Promise<void> {
  const bytes = mutatedText(messages, random)
  const read = split([bytes])
  requireEqual('chunked', split(chunksOf(bytes, random)), read)
  const whole = bytes
    .toString('latin1')
    .split('\n')
    .map((line) => line.replace(/^[\s,[]+/, '').replace(/[\s,\]]+$/, ''))
    .filter((line) => line.startsWith('{') && isJsonObject(Buffer.from(line, 'latin1').toString()))
  let found = 0
  for (const record of read.records) if (record === whole[found]) found++
  if (found < whole.length) throw new Error(`line ${JSON.stringify(whole[found])} was not read`)
}

function split(chunks: readonly Buffer[]) {
  const records: string[] = []
  const splitter = new RecordSplitter(lineBytesMax, (bytes, start, end) => {
    const record = Buffer.from(bytes.subarray(start, end))
    const isObject = isJsonObject(record.toString())
    if (isObject) records.push(record.toString('latin1'))
    return isObject
  })
  for (const chunk of chunks) splitter.push(chunk)
  splitter.end()
  return { records, broken: splitter.broken }
}

function isJsonObject(text: string): boolean {
  try {
    return isObject(JSON.parse(text))
  } catch {
    return false
  }
}

const csv = Buffer.from(
  `ID,Timestamp,Contents,Attachments\r\n${Array.from(
    { length: 12 },
    (_, at) =>
      `10125425378247475${10 + at},2020-08-25 22:54:${10 + at}.726000+00:00,${['hi', '"a, b"', '"a ""b"""', '"x\r\ny"', ''][at % 5]},`,
  ).join('\r\n')}\r\n`,
)

/** messages.csv: the rows must match the simplest reading of RFC 4180. */
export async function judgeCsv(random: Random): Promise<void> {
  const bytes = mutatedText(csv, random)
  const rows: string[][] = []
  const reader = new CsvReader(
    1e6,
    (names) => names.map((_, index): Column => [`field ${index}`, index]),
    (row) => rows.push(Object.values(row)),
  )
  for (const chunk of chunksOf(bytes, random)) reader.push(chunk)
  reader.end()
  const text = new TextDecoder().decode(bytes)
  // The first separator is the file's separator, unless it is within quotes; the judge skips that case.
  const [start, separator] = /^[^,;\t]*([,;\t]|$)/.exec(text)!
  if (start.includes('"')) return
  const [header, ...expected] = parseCsv(text, separator || ',').rows
  const names = new Set(header?.map((name) => name.replace(/^\ufeff/, '').trim()))
  // If two columns have the same name, only one of them is read. The judge does not test that.
  if (!header || names.size !== header.length || header.length > 60) return
  const good = expected.filter((row) => row.length === header.length)
  // At the end of a file that is cut between CR and LF, parseCsv keeps the CR.
  const sorted = (row: string[]) => row.map((field) => field.replace(/\r+$/, '')).toSorted()
  requireEqual('rows', rows.map(sorted), good.map(sorted))
}
