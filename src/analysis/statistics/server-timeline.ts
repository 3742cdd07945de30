/**
 * When the owner joined, left, created and deleted servers; and the names that these events give to servers
 * that are gone.
 */
import { TextMap } from '../../data-package/records/text-map.ts'
import type { JsonObject } from '../../data-package/records/json.ts'
import { inOrder } from '../collections/ordering.ts'
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
  /** When an event gave it. */
  atMs: number
}

export interface FoundServers {
  events: ServerEvent[]
  /** The newest name of each server. */
  names: ServerName[]
}

/** Event type → what happened; null for those that only name a server. */
const events: { readonly [type: string]: string | null } = {
  guild_joined: 'joined',
  leave_guild: 'left',
  create_guild: 'created',
  delete_guild: 'deleted',
  channel_updated: null,
}
const fields = ['guild_name', ...guildFields]
/** The latest ones; a person has hundreds. */
export const timelineMax = 5_000
const bytesPerEvent = 300

export const serverTimeline: EventStatistic<FoundServers> = {
  name: 'server_timeline',
  means: 'When the owner joined, left, created and deleted servers, with the names of those that are gone.',
  limits: 'At most the latest 5,000. Being banned, or a server being deleted by others, leaves no event.',
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
      name: 'server_timeline',
      rowPer: 'event of a server',
      sql: `CREATE TABLE server_timeline (
  guild_id TEXT NOT NULL,
  guild_name TEXT NOT NULL,
  event TEXT NOT NULL,        -- 'joined', 'left', 'created', 'deleted'
  event_date INTEGER NOT NULL -- seconds since 1970
)`,
      rows: ({ activity }, { guildNames }) => rowsOf(foundBy(serverTimeline, activity), guildNames),
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

/** Server → the newest name that an event gave it. */
export function namesByEvents({ names }: FoundServers): ReadonlyMap<string, string> {
  return new TextMap(names.map(({ guildId, name }) => [guildId, name]))
}

function rowsOf(servers: FoundServers, guildNames: ReadonlyMap<string, string>): Row[] {
  const told = namesByEvents(servers)
  const nameOf = (guildId: string) => guildNames.get(guildId) ?? told.get(guildId)
  const unknown = servers.events.filter(({ guildId }) => nameOf(guildId) === undefined)
  const others = distinctNames(
    unknownServer,
    unknown.map(({ guildId }) => guildId),
  )
  return inOrder(servers.events, ({ atMs, guildId, event }) => [Math.floor(atMs / 1000), guildId, event])
    .slice(-timelineMax)
    .map(({ guildId, event, atMs }) => [
      ...[guildId, nameOf(guildId) ?? others.get(guildId)!],
      ...[event, Math.floor(atMs / 1000)],
    ])
}
