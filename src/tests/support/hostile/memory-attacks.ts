/**
 * Small archives that make an analysis hold much in memory: large numbers of items that are kept until the
 * end.
 */
import { type LyingMember, lyingZip, repeatedParts } from './lying-zip-writer.ts'
import { channelId, plainMembers } from './plain-archive.ts'

const [account, index, channel, messages] = plainMembers as typeof plainMembers & { length: 5 }
const activityName = plainMembers[4]!.name as string
const MiB = 1024 * 1024

/** A kind of item, in large numbers. */
export interface MemoryAttack {
  name: string
  /** This many items take about 50 MiB. */
  unit: number
  archiveOf(count: number): Uint8Array
}

const id = (number: number) => String(100_000_000_000_000_000n + BigInt(number) * 1_048_583n)
const hour = (number: number) => new Date(Date.UTC(2016, 0, 1) + (number % 80_000) * 3_600_000).toISOString()
const fixed = '2024-01-01T00:00:00Z'

/** About 380 characters that barely compress. */
const noise = (number: number) =>
  Array.from({ length: 30 }, (_, part) => Bun.hash.wyhash(`${number} ${part}`).toString(36)).join('')

/**
 * Concatenates parts of at most 5,000 items. A single string of all items would have half a gigabyte.
 */
function contentOf(count: number, itemOf: (number: number) => string, [before, after] = ['', '']): Buffer {
  const parts = [Buffer.from(before)]
  for (let from = 0; from < count; from += 5000) {
    const numbers = Array.from({ length: Math.min(5000, count - from) }, (_, number) => from + number)
    parts.push(Buffer.from(numbers.map(itemOf).join('')))
  }
  return Buffer.concat([...parts, Buffer.from(after)])
}

/** An attack by activity lines; each line has its own id. */
function byLines(name: string, unit: number, lineOf: (number: number) => object): MemoryAttack {
  const archiveOf = (count: number) => {
    const line = (number: number) => `${JSON.stringify({ event_id: `${number}`, ...lineOf(number) })}\n`
    const content = contentOf(count, line)
    const others = name === 'users' ? [] : [account!, index!, channel!, messages!]
    return lyingZip([...others, { name: activityName, content }])
  }
  return { name, unit, archiveOf }
}

function byMembers(name: string, unit: number, membersOf: (count: number) => LyingMember[]): MemoryAttack {
  return { name, unit, archiveOf: (count) => lyingZip(membersOf(count)) }
}

function byAccount(
  name: string,
  unit: number,
  field: string,
  itemOf: (number: number) => string,
): MemoryAttack {
  return byMembers(name, unit, (count) => [
    {
      name: account!.name,
      content: contentOf(count, (number) => `${number ? ',' : ''}${itemOf(number)}`, [
        `{"id":"100000000000000001","username":"ada","${field}":[`,
        ']}',
      ]),
    },
  ])
}

const many = (count: number, memberOf: (number: number) => LyingMember) =>
  Array.from({ length: count }, (_, number) => memberOf(number))

/** Items that are kept until the end. */
export const memoryAttacks: readonly MemoryAttack[] = [
  byLines('channels', 50_000, (number) => ({
    ...{ event_type: 'add_reaction', channel_id: id(number), timestamp: fixed },
  })),
  byLines('labels', 8_000, (number) => ({
    ...{ event_type: 'app_opened', os: `${number}`.padEnd(400, 'é'), timestamp: fixed },
  })),
  byLines('hours', 500_000, (number) => ({
    ...{ event_type: 'add_reaction', channel_id: id(Math.floor(number / 80_000)), timestamp: hour(number) },
  })),
  byLines('sessions', 200_000, (number) => ({
    ...{ event_type: number % 2 ? 'session_end' : 'session_start', session: id(number >> 1) },
    ...{ os: 'a', timestamp: hour(number) },
  })),
  byLines('open sessions', 200_000, (number) => ({
    ...{ event_type: 'session_start', session: id(number), timestamp: hour(number) },
  })),
  byLines('calls', 50_000, (number) => ({
    ...{ event_type: 'leave_voice_channel', channel_id: id(number), guild_id: id(number) },
    ...{ duration: 60_000, timestamp: hour(number) },
  })),
  byLines('games', 50_000, (number) => ({
    ...{ event_type: 'launch_game', game_id: id(number), timestamp: hour(number) },
  })),
  byLines('devices', 60_000, (number) => ({
    ...{ event_type: 'app_opened', browser: `b${number}`, timestamp: fixed },
  })),
  byLines('switches', 80_000, (number) => ({
    ...{ event_type: 'privacy_control_updated', control: `c${number}` },
    ...{ enabled: `${number % 2 === 0}`, timestamp: hour(number) },
  })),
  byLines('users', 250_000, (number) => ({ event_type: 'x', user_id: id(number) })),
  byLines('event ids', 1_200_000, () => ({ event_type: 'login_successful', timestamp: fixed })),
  // The activity thread reads the first file. The analysis thread reads the second, and keeps its records for
  // the activity thread.
  byMembers('records of a second file', 100_000, (count) => {
    const content = (lines: number) =>
      contentOf(
        lines,
        (number) => `{"event_type":"app_opened","event_id":"${noise(number)}","timestamp":"${fixed}"}\n`,
      )
    return [
      ...[account!, index!, channel!, messages!],
      { name: activityName, content: content(1000) },
      { name: activityName.replace('reporting', 'tns'), content: content(count) },
    ]
  }),
  byAccount('relationships', 50_000, 'relationships', (number) => {
    return `{"id":"${id(number)}","user":{"username":"u${number}"}}`
  }),
  byAccount('payments', 40_000, 'payments', (number) => {
    return `{"id":"${number}","amount":5,"status":1,"created_at":"${fixed}","currency":"e${number}"}`
  }),
  byAccount('texts of user.json', 300_000, 'x', (number) => `"${number.toString(36)}"`),
  byAccount('keys of user.json', 120_000, 'x', (number) => `{"${number.toString(36)}":1,"${number}x":2}`),
  byMembers('names of the index', 80_000, (count) => [
    ...[account!, channel!, messages!],
    {
      name: 'Messages/index.json',
      content: contentOf(count, (number) => `"${number + 2}":"channel ${number} in Home",`, ['{', '"1":""}']),
    },
  ]),
  byMembers('long names of servers', 120_000, (count) => [
    ...plainMembers,
    ...many(Math.ceil(count / 10_000), (file) => ({
      name: `s${file}/index.json`,
      content: contentOf(
        10_000,
        (number) => `"${file * 10_000 + number + 2}":"${`${number}`.padEnd(90, 'é')}",`,
        ['{', '"1":""}'],
      ),
    })),
  ]),
  byMembers('channels with many recipients', 10_000, (count) => [
    account!,
    ...many(count, (number) => ({
      name: `Messages/c${id(number)}/channel.json`,
      content: `{"type":3,"name":"${'n'.repeat(400)}","recipients":[${Array.from({ length: 50 }, (_, at) => `"${`${number} ${at}`.padEnd(490, 'x')}"`)}]}`,
    })),
  ]),
  byMembers('channel files', 12_000, (count) => [
    account!,
    ...many(count, (number) => ({
      name: `Messages/c${id(number)}/channel.json`,
      content: `{"type":1,"recipients":["${id(number)}","1"]}`,
    })),
  ]),
  byMembers('entries that nobody reads', 30_000, (count) => [
    ...plainMembers,
    ...many(count, (number) => ({ name: `f/${`${number}`.padEnd(200, 'x')}`, stored: true, isGhost: true })),
  ]),
]

/** Items of which little or nothing is kept, in any number. */
export const passingAttacks: readonly MemoryAttack[] = [
  byMembers('guild files with names of megabytes', 40, (count) => {
    const file = repeatedParts(['{"name":"', 1], ['x'.repeat(MiB), 20], ['"}', 1])
    return [
      ...plainMembers,
      ...many(count, (number) => ({ name: `Servers/${id(number)}/guild.json`, ...file })),
    ]
  }),
  byMembers('messages', 200_000, (count) => [
    ...[account!, index!, channel!],
    {
      name: `Messages/c${channelId}/messages.json`,
      content: contentOf(
        count,
        (number) =>
          `{"ID": ${id(number)}, "Timestamp": "${hour(number).slice(0, 19)}", "Contents": "w${number}"},\n`,
      ),
    },
  ]),
]
