/**
 * When the owner joined, left, created and deleted servers. It also collects the names that these events
 * contain, for servers that no longer exist.
 */
import { TextMap } from '../../data-package/records/text-map.ts'
import type { JsonObject } from '../../data-package/records/json.ts'
import { inOrder } from '../collections/ordering.ts'
import { compactId } from '../result/compact-id.ts'
import { isNoJoin } from './counted-events.ts'
import { distinctNames } from './distinct-names.ts'
import { guildFields, guildOf, labelOf } from './event-fields.ts'
import { unknownServer } from './servers-and-channels.ts'
import { type Collector, type CollectorTools, type EventStatistic, type Row, foundBy } from './statistic.ts'

interface ServerEvent {
  guildId: string
  event: string
  atMs: number
}

interface ServerName {
  guildId: string
  name: string
  /** The time of the event that contained the name. */
  atMs: number
}

export interface FoundServers {
  events: ServerEvent[]
  /** The newest name of each server. */
  names: ServerName[]
}

/** Event type → what happened. Null for events that only name a server. */
const events: { readonly [type: string]: string | null } = {
  guild_joined: 'joined',
  leave_guild: 'left',
  create_guild: 'created',
  delete_guild: 'deleted',
  channel_updated: null,
}
/** The codes 0 to 3 of the view. */
const kinds = ['joined', 'left', 'created', 'deleted']
/** 2015-01-01 UTC. */
const firstSecond = 1_420_070_400
const fields = ['guild_name', ...guildFields]
/** The limit of rows; the latest are kept. A real account has hundreds. */
export const timelineMax = 5_000
const bytesPerEvent = 300

export const serverTimeline: EventStatistic<FoundServers> = {
  name: 'server_timeline',
  means: 'When the owner joined, left, created and deleted servers, with their names, even if they are gone.',
  limits:
    'At most the latest 5,000. Equal events within one second count once. Discord sends no event when the owner is banned or when others delete a server.',
  events: {
    fields: Object.fromEntries(
      Object.keys(events).map((type) => [
        type,
        type === 'guild_joined' ? ['join_method', ...fields] : fields,
      ]),
    ),
    collect: createCollector,
  },
  tables: [
    {
      name: 'timeline_servers',
      rowPer: '',
      sql: `CREATE TABLE timeline_servers (
  server_number INTEGER PRIMARY KEY,
  guild_id NOT NULL, -- an integer if it fits into 64 bits
  guild_name TEXT    -- NULL: as in guilds
)`,
      rows: ({ activity }, { guildNames }) => serverRows(foundBy(serverTimeline, activity), guildNames),
    },
    {
      name: 'server_events',
      rowPer: '',
      sql: `CREATE TABLE server_events (
  event_key INTEGER PRIMARY KEY -- (seconds since 2015-01-01 UTC << 15) + (server_number << 2) + 0 to 3, as below
)`,
      rows: ({ activity }) => eventRows(foundBy(serverTimeline, activity)),
    },
    {
      name: 'server_timeline',
      rowPer: 'event of a server',
      sql: `CREATE VIEW server_timeline AS
SELECT
  CAST(s.guild_id AS TEXT) AS guild_id,
  coalesce(s.guild_name, (SELECT g.guild_name FROM guilds g WHERE g.guild_id = CAST(s.guild_id AS TEXT))) AS guild_name,
  CASE e.event_key & 3 WHEN 0 THEN 'joined' WHEN 1 THEN 'left' WHEN 2 THEN 'created' ELSE 'deleted' END AS event,
  1420070400 + (e.event_key >> 15) AS event_date -- seconds since 1970
FROM server_events e
JOIN timeline_servers s ON s.server_number = (e.event_key >> 2) & 8191`,
    },
  ],
}

function createCollector({ budget }: CollectorTools): Collector<FoundServers> {
  const found: ServerEvent[] = []
  const names = new TextMap<ServerName>()
  const noteName = (guildId: string, record: JsonObject, atMs: number) => {
    const name = labelOf(record.guild_name)
    const known = names.get(guildId)
    if (name === null || (known && (known.atMs > atMs || (known.atMs === atMs && known.name <= name)))) return
    if (!known) budget.spend(bytesPerEvent + 2 * name.length)
    names.set(guildId, { guildId, name, atMs })
  }
  return {
    take({ type, fields: record }, atMs) {
      const guildId = guildOf(record)
      if (guildId === null) return
      noteName(guildId, record, atMs)
      const event = events[type!]
      if (event == null || (type === 'guild_joined' && isNoJoin(record))) return
      budget.spend(bytesPerEvent)
      found.push({ guildId, event, atMs })
    },
    found: () => ({ events: found, names: [...names.values()] }),
  }
}

/** Server → the newest name that an event contained. */
export function namesByEvents({ names }: FoundServers): ReadonlyMap<string, string> {
  return new TextMap(names.map(({ guildId, name }) => [guildId, name]))
}

/** The events in chronological order, before the limit of rows. Equal events within one second are one. */
export function timelineOf({ events }: FoundServers): ServerEvent[] {
  const ordered = inOrder(events, ({ atMs, guildId, event }) => [Math.floor(atMs / 1000), guildId, event])
  return ordered.filter((event, at) => at === 0 || !isSame(event, ordered[at - 1]!))
}

function isSame(one: ServerEvent, other: ServerEvent): boolean {
  return (
    one.guildId === other.guildId &&
    one.event === other.event &&
    Math.floor(one.atMs / 1000) === Math.floor(other.atMs / 1000)
  )
}

/** Server → its number, from 1 on, in the order of the list. */
function serversOf(kept: readonly ServerEvent[]): ReadonlyMap<string, number> {
  const numbers = new TextMap<number>()
  for (const { guildId } of kept) if (!numbers.has(guildId)) numbers.set(guildId, numbers.size + 1)
  return numbers
}

function serverRows(servers: FoundServers, guildNames: ReadonlyMap<string, string>): Row[] {
  const told = namesByEvents(servers)
  const all = timelineOf(servers)
  const unknown = all.filter(({ guildId }) => !guildNames.has(guildId) && !told.has(guildId))
  const others = distinctNames(
    unknownServer,
    unknown.map(({ guildId }) => guildId),
  )
  return [...serversOf(all.slice(-timelineMax))].map(([guildId, number]) => [
    ...[number, compactId(guildId)],
    guildNames.has(guildId) ? null : (told.get(guildId) ?? others.get(guildId)!),
  ])
}

function eventRows(servers: FoundServers): Row[] {
  const kept = timelineOf(servers).slice(-timelineMax)
  const numbers = serversOf(kept)
  const keys = kept.map(({ guildId, event, atMs }) => {
    const seconds = Math.floor(atMs / 1000) - firstSecond
    return seconds * 2 ** 15 + numbers.get(guildId)! * 4 + kinds.indexOf(event)
  })
  return keys.sort((one, other) => one - other).map((key) => [key])
}
