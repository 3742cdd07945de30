/** Unusual activity lines for property tests: odd keys, types, times and values. */
import fc from 'fast-check'

const minuteMs = 60_000
const startMs = Date.UTC(2024, 2, 9, 20)

/** Maximum number of lines in a package. Each has its own second, so that no two events coincide. */
const oddLinesMax = 50

/**
 * Where and how the type occurs in its line. The first two are usual; the others are edge cases, and some of
 * them do not count.
 */
const placements: { [name: string]: (type: string, rest: string) => string } = {
  first: (type, rest) => `{"event_type":"${type}"${rest}}`,
  last: (type, rest) => `{"x":1${rest},"event_type":"${type}"}`,
  spaced: (type, rest) => `  { "event_type" :\t"${type}"${rest} } `,
  escapedKey: (type, rest) => `{"event\\u005ftype":"${type}"${rest}}`,
  escapedValue: (type, rest) => `{"event_type":"${escape(type[0]!)}${type.slice(1)}"${rest}}`,
  nestedOnly: (type, rest) => `{"properties":{"event_type":"${type}"}${rest}}`,
  nestedBeforeOther: (type, rest) =>
    `{"properties":{"event_type":"${type}"},"event_type":"ack_messages"${rest}}`,
  nestedOtherBefore: (type, rest) =>
    `{"properties":{"event_type":"ack_messages"},"event_type":"${type}"${rest}}`,
  nestedOtherAfter: (type, rest) => `{"event_type":"${type}"${rest},"list":[{"event_type":"ack_messages"}]}`,
  otherAfter: (type, rest) => `{"event_type":"${type}"${rest},"event_type":"ack_messages"}`,
  otherBefore: (type, rest) => `{"event_type":"ack_messages","event_type":"${type}"${rest}}`,
  inText: (type, rest) => `{"event_type":"ack_messages","note":"\\"event_type\\":\\"${type}\\""${rest}}`,
  inArray: (type, rest) => `[{"event_type":"${type}"${rest}}]`,
  number: (_type, rest) => `{"event_type":7${rest}}`,
  cut: (type, rest) => `{"event_type":"${type}"${rest}`,
  trailing: (type, rest) => `{"event_type":"${type}"${rest}} {}`,
}

/** Notations of a time; null omits the field. */
const timestamps: { [name: string]: (iso: string) => string | null } = {
  doubly: (iso) => `"\\"${iso}\\""`,
  plain: (iso) => `"${iso}"`,
  blank: (iso) => `"${iso.slice(0, 19).replace('T', ' ')}"`,
  zoned: (iso) => `"\\"${iso.slice(0, 19).replace('T', ' ')} UTC\\""`,
  go: (iso) => `"${iso.slice(0, 19).replace('T', ' ')}.123456789 +0000 UTC"`,
  minutes: (iso) => `"${iso.slice(0, 19)}-00:00"`,
  micros: (iso) => `"${iso.slice(0, 19)}.999999+00:00"`,
  epochText: (iso) => `"${Date.parse(iso)}"`,
  epoch: (iso) => `${Date.parse(iso)}`,
  escaped: (iso) => `"\\u0032${iso.slice(1)}"`,
  nullText: () => '"null"',
  nothing: () => 'null',
  missing: () => null,
  noDate: () => '"2024-02-31T10:00:00Z"',
  tooEarly: () => '"2015-05-12T23:59:59Z"',
  tooLate: () => '"2031-01-01T00:00:00Z"',
}

const types = [
  ...['app_opened', 'session_start', 'session_end', 'session_start', 'session_end'],
  ...['join_voice_channel', 'leave_voice_channel', 'join_voice_channel', 'leave_voice_channel'],
  ...['add_reaction', 'application_command_used', 'guild_joined', 'app_native_crash', 'message_edited'],
  ...['launch_game', 'ack_messages', '__proto__', 'constructor'],
  ...['voice_disconnect', 'send_message', 'app_crashed', 'app_native_crash', 'guild_joined', 'leave_guild'],
  ...['video_stream_ended', 'application_closed', 'privacy_control_updated'],
]
/** An object whose conversion to a string throws. */
const trap = { toString: 1, valueOf: 1 }
/** Texts that nobody can see. They are no labels. */
const invisible = [' ', '\u200b', '\u3164']
const durations = [
  ...['60000', 1_800_000, '3600000', '7200000', 10_800_000, '90000000'],
  ...[undefined, '-5', 0, 'long', null, true, trap],
]
const ids = [
  ...['500000000000000005', '500000000000000006', 500_000_000_000, '0', '-1', '', 'null', null],
  ...['7', '99999999999999', ' 500000000000000005 ', '0500000000000000005', '500000000000000000005'],
]

const field = (name: string, values: readonly unknown[]) =>
  fc
    .constantFrom(...values)
    .map((value) => (value === undefined ? '' : `,"${name}":${JSON.stringify(value)}`))

/** A line without its time: `write` returns its text for its number in the package. */
export interface OddLine {
  write(number: number): string
  /** The number of times it is written. */
  copies: number
}

const likely = (names: string[], usual: number) =>
  fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...names.slice(0, usual)) }, fc.constantFrom(...names))

/** Arbitrary lines; they shrink to usual ones. */
export const oddLines: fc.Arbitrary<OddLine[]> = fc.array(
  fc
    .record({
      type: fc.constantFrom(...types),
      placement: likely(Object.keys(placements), 2),
      timestamp: likely(Object.keys(timestamps), 4),
      minutes: fc.nat(240),
      hasId: fc.boolean(),
      copies: fc.constantFrom(1, 1, 1, 2),
      fields: fc.tuple(
        field('channel_id', [...ids, undefined]),
        field('channel', [undefined, undefined, ...ids]),
        field('guild_id', ['400000000000000004', null, '', undefined]),
        field('server', [undefined, '400000000000000009']),
        field('duration', durations),
        field('session', [undefined, 'one', 'two', 3, null, trap]),
        field('os', ['Windows', 'Android', '', 'null', null, undefined, trap, ...invisible]),
        field('browser', [undefined, 'Firefox', trap, ...invisible]),
        field('game', [undefined, 'Ducks', trap, ...invisible]),
        field('application_id', ['-1', '700000000000000007', null, 12, trap]),
        field('emoji_name', ['😀', '\ud83d', 'a\u0000b', '', null, 5, trap, ...invisible]),
        field('emoji_id', [undefined, '600000000000000006', null, '0']),
        field('join_method', [undefined, 'Invite', 'MEMBERSHIP GATING', 'role_granted', null, 5, trap]),
        field('did_crash', [undefined, true, false, 'false', 'TRUE', 0, 1, null, trap]),
        field('guild_name', [undefined, 'Town', null, 5, trap, ...invisible]),
        field('message_id', [undefined, '1215000000000000001', '1215000000000000002', 5, null, trap]),
        field('reconnect', [undefined, true, false, 'true', trap]),
        field('control_type', [undefined, 'usage_statistics', 'personalization', null, trap, ...invisible]),
        field('control_state', [undefined, true, false, 'false', null, trap]),
        field('activity_duration_s', [undefined, '61', 90, '-1', '700000', null, trap]),
        field('participant_type', [undefined, 'streamer', 'Spectator', 'x', null, trap]),
      ),
    })
    .map(({ type, placement, timestamp, minutes, hasId, copies, fields }) => ({
      copies,
      write: (number: number) => {
        const iso = new Date(startMs + minutes * minuteMs + number * 1000).toISOString()
        const written = timestamps[timestamp]!(iso)
        const rest = [
          hasId ? `,"event_id":"odd ${number}"` : '',
          ...fields,
          written === null ? '' : `,"timestamp":${written}`,
        ]
        return placements[placement]!(type, rest.join(''))
      },
    })),
  { maxLength: oddLinesMax, size: 'max' },
)

/** The text of an activity file with these lines; the copies come last. */
export function oddFileOf(lines: readonly OddLine[]): string {
  const written = lines.map((line, number) => line.write(number))
  const copied = written.filter((_, number) => lines[number]!.copies > 1)
  return [...written, ...copied].join('\n')
}

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
