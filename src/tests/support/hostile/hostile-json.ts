/** Packages in healthy archives whose JSON attacks the reader, each with its expected outcome. */
import { type ArchiveCase, plainMembers, userJson, withMember, withMore } from './plain-archive.ts'

const MiB = 1024 * 1024
const ownerOpen = userJson.slice(0, -1)
const channelName = plainMembers[2]!.name as string
const channelOpen = (plainMembers[2]!.content as string).slice(0, -1)
const lines = plainMembers[4]!.content as string

/** An account that is nested too deeply is treated as missing. Nothing else names the owner here. */
export const hostileJson: ArchiveCase[] = [
  ['60 MiB of open brackets', 'without owner', () => account(`,"x":${'['.repeat(60 * MiB)}`)],
  ['nested objects', 'without owner', () => account(`,"x":${'{"x":'.repeat(9999)}`)],
  ['65 levels', 'without owner', () => account(`,"x":${nested(64)}}`)],
  ['64 levels', 'fine', () => account(`,"x":${nested(63)}}`)],
  ['brackets in a text', 'fine', () => account(`,"x":"${'[\\"{\\\\'.repeat(200_000)}"}`)],
  ['20 million empty arrays', 'package_too_complex', () => account(`,"x":[${'[],'.repeat(20 * MiB)}1]}`)],
  [
    '20 million empty objects and a long number',
    'package_too_complex',
    () => account(`,"x":[12345678901234567,${'{},'.repeat(19 * MiB)}1]}`),
  ],
  ['a million long numbers', 'fine', () => account(`,"x":[${'12345678901234567,'.repeat(1_000_000)}1]}`)],
  ['a name of 50 MiB', 'fine', () => withMore(guildFile(`{"name":"${'x'.repeat(50 * MiB)}"}`))],
  ['a __proto__', 'fine', () => account(',"__proto__":{"id":"2","username":"eve"}}')],
  ['a BOM', 'fine', () => withMember('Account', { content: `\ufeff${userJson}` })],
  [
    'two million recipients',
    'fine',
    () => channel(`,"recipients":[${Array.from({ length: 2_000_000 }, (_, at) => at).join()}]}`),
  ],
  ['8 MiB of blanks in a timestamp', 'fine', () => activity(timed(`x${' '.repeat(8 * MiB - 200)}x`))],
  ['4 MiB of blanks after a time', 'fine', () => activity(timed(`2024-01-01 01:01${' '.repeat(4 * MiB)}x`))],
  ['blanks between key and value', 'fine', () => activity(`{"event_type"${' '.repeat(7 * MiB)}:1}\n`)],
  ['a line of 16 MiB', 'fine', () => activity(`{"event_type":"app_opened","x":"${'x'.repeat(16 * MiB)}"}\n`)],
  ['half a million keys in a line', 'fine', () => activity(`{${'"event_type":'.repeat(500_000)}1}\n`)],
  ['deep lines', 'fine', () => activity(`{"event_type":"app_opened","x":${'['.repeat(7 * MiB)}\n`)],
  ['a million blank lines', 'fine', () => activity('\n'.repeat(1_000_000))],
]

function account(rest: string): Buffer {
  return withMember('Account', { content: ownerOpen + rest })
}

function channel(rest: string): Buffer {
  return withMember(channelName, { content: channelOpen + rest })
}

function activity(line: string): Buffer {
  // Stored, because such lines compress so well that they would be taken for a bomb.
  return withMember('Activity', { content: lines + line, stored: true })
}

function timed(timestamp: string): string {
  return `{"event_type":"app_opened","event_id":"b","timestamp":"${timestamp}"}\n`
}

function guildFile(content: string) {
  return { name: 'Servers/100000000000000004/guild.json', content }
}

function nested(levels: number): string {
  return '['.repeat(levels) + ']'.repeat(levels)
}
