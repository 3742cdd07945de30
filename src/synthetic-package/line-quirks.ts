/** Rewrites event lines to the forms of older exports and damaged files. */
import type { PlannedEvent } from './activity-model.ts'
import type { Quirks } from './quirks.ts'
import type { Random } from './random.ts'
import { hourMs, isoOf, plainTimestampOf } from './time.ts'

type Line = Record<string, unknown>

/** Numeric fields. Ids are not among them, because ids above 2⁵³ must remain text. */
const numericFields =
  /^(duration|channel_type|length|word_count|voice_state_count|num_|day$|.*_ms$|client_build_number)/

/** True when these quirks change lines. Each line must then be parsed. */
export function rewritesLines(quirks: Quirks): boolean {
  return quirks.lines2018 || quirks.mixedTimestamps || quirks.numbersAsNumbers
}

/** The same event in the form that the quirks ask for. */
export function rewriteLine(line: string, event: PlannedEvent, quirks: Quirks, random: Random): string {
  let fields = JSON.parse(line) as Line
  if (quirks.numbersAsNumbers) {
    for (const [name, value] of Object.entries(fields)) {
      if (numericFields.test(name) && typeof value === 'string' && /^\d{1,12}$/.test(value)) {
        fields[name] = Number(value)
      }
    }
  }
  if (quirks.mixedTimestamps && event.fate === 'good') {
    fields.timestamp = random.pick(timestampForms)(event.time)
  }
  if (quirks.lines2018) fields = as2018(fields, random)
  return JSON.stringify(fields)
}

/** A time in whole seconds, in the forms of different years and sections. */
const timestampForms: ((time: number) => string)[] = [
  (time) => `"${isoOf(time)}"`,
  (time) => `"${isoOf(time).slice(0, 19)}Z"`,
  (time) => `"${plainTimestampOf(time)}"`,
  (time) => `"${plainTimestampOf(time)}.000 UTC"`,
  (time) => `"${plainTimestampOf(time)} +0000 UTC"`,
  (time) => `"${isoOf(time + 2 * hourMs).slice(0, 19)}+02:00"`,
  (time) => isoOf(time),
  (time) => plainTimestampOf(time),
  (time) => `${isoOf(time - 5 * hourMs).slice(0, 19)}-05:00`,
]

/** Keys in another order, plain timestamps, and `channel`, `guild` or `server` for ids. */
function as2018(fields: Line, random: Random): Line {
  const renamed = Object.entries(fields).map(([name, value]): [string, unknown] => {
    if (name === 'channel_id' && random.chance(0.5)) return ['channel', value]
    if (name === 'guild_id' && random.chance(0.5)) return [random.pick(['guild', 'server']), value]
    if (name === 'client_track_timestamp' && typeof value === 'string') {
      const time = Date.parse(value.replaceAll('"', ''))
      return [name, Number.isNaN(time) ? 'null' : String(time)]
    }
    const isTimestamp = name === 'timestamp' && typeof value === 'string'
    return [name, isTimestamp ? value.replaceAll('"', '') : value]
  })
  const cut = random.integer(1, renamed.length - 1)
  return Object.fromEntries([...renamed.slice(cut), ...renamed.slice(0, cut)])
}

/** A line that only damaged files contain. A reader need not report `blank` lines. */
export function brokenLine(random: Random): { bytes: Uint8Array; blank: boolean } {
  const line = random.pick(brokenLines)
  const bytes = typeof line === 'string' ? Buffer.from(line, 'utf8') : line
  return { bytes, blank: typeof line === 'string' && line.trim() === '' }
}

const brokenLines: (string | Uint8Array)[] = [
  '',
  '   ',
  '[]',
  'null',
  '42',
  '"text"',
  '{]',
  '{"event_type":"add_reaction","channel_id":"123456789012345678","emoji_na',
  '{"event_type":"app_opened","timestamp":"\\"2024-01-01T00:00:00.000Z\\"",}',
  '{"event_type":"app_opened","timestamp":"\\"2024-01-01T00:00:00.000Z\\""} and more',
  '{"event_type":"login_successful","city":"bad \\x escape"}',
  '[{"event_type":"app_opened","timestamp":"\\"2024-01-01T00:00:00.000Z\\""}]',
  new Uint8Array([0xff, 0xfe, 0xc3, 0x28, 0x80]),
  new Uint8Array(9),
]

/** The line with invalid UTF-8, half a surrogate pair, or NUL in a text. A reader must still accept it. */
export function dirtyLine(line: string, random: Random): Uint8Array {
  const at = line.includes('"emoji_name":"') ? '"emoji_name":"' : '"city":"'
  const [before, ...after] = line.split(at)
  const dirt = random.pick([Buffer.from([0xe3, 0xff]), Buffer.from('\\ud83d'), Buffer.from('\\u0000')])
  if (after.length === 0) return Buffer.from(line, 'utf8')
  return Buffer.concat([Buffer.from(before! + at, 'utf8'), dirt, Buffer.from(after.join(at), 'utf8')])
}
