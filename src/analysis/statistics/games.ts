/** Games: the time played from user.json, the starts from the activity, and names from any source. */
import { TextMap, TextSet, groupByText } from '../../data-package/records/text-map.ts'
import { firstIdOf, idOf, nameOf, numberOf } from '../../data-package/records/fields.ts'
import { type JsonObject, isObject } from '../../data-package/records/json.ts'
import { dayOf, parseInstant } from '../../instant.ts'
import type { AnalyzedPackage } from '../analyzed-package.ts'
import { firstLabelOf } from './event-fields.ts'
import { type Collector, type CollectorTools, type EventStatistic, type Row, foundBy } from './statistic.ts'

/** The counts of events that name a game by the same id and name. */
interface GameTelling {
  gameId: string | null
  name: string | null
  starts: number
  /** Number of `application_closed` events. They name a game but are not a start. */
  ends: number
  /** Number of other events that name the game. */
  mentions: number
  /** Times of the first and the last start. */
  firstMs: number
  lastMs: number
}

interface Game {
  /** Equal for all events of a game. */
  key: string
  /** Discord's application id. Null for a game that is only known by name. */
  applicationId: string | null
  name: string | null
  /** Minutes played, from user.json. Null when it does not contain them. */
  minutes: number | null
  lastPlayedDay: string | null
  starts: number
  firstDay: string | null
  lastDay: string | null
}

/** Fields that name a game. If an event has several groups of them, the first with an id is used. */
interface GameFields {
  ids: readonly string[]
  names: readonly string[]
}

/** Events before 2019 name the game in `game`. Later events contain its id. */
export const gameFields: GameFields = {
  ids: ['game_id', 'application_id'],
  names: ['game_name', 'application_name', 'game', 'custom_name'],
}
export const endedGameFields: GameFields = { ids: gameFields.ids, names: ['application_name'] }
const inVoice: GameFields = { ids: ['game_id'], names: ['game_name'] }
const shared: readonly GameFields[] = [
  { ids: ['share_application_id'], names: ['share_application_name'] },
  { ids: ['share_game_id'], names: ['share_game_name'] },
]
const sources: {
  readonly [type: string]: { counts: 'starts' | 'ends' | 'mentions'; fields: readonly GameFields[] }
} = {
  launch_game: { counts: 'starts', fields: [gameFields] },
  application_opened: { counts: 'starts', fields: [gameFields] },
  application_closed: {
    counts: 'ends',
    fields: [endedGameFields],
  },
  join_voice_channel: { counts: 'mentions', fields: [inVoice] },
  leave_voice_channel: { counts: 'mentions', fields: [inVoice] },
  video_stream_started: { counts: 'mentions', fields: shared },
  video_stream_ended: { counts: 'mentions', fields: shared },
}
const fieldsByType = Object.fromEntries(
  Object.entries(sources).map(([type, { fields }]) => [
    type,
    fields.flatMap(({ ids, names }) => [...ids, ...names]),
  ]),
)
/** The limit of rows of `games`. */
export const gamesMax = 300

export const games: EventStatistic<GameTelling[]> = {
  name: 'games',
  means: 'Game starts that Discord noticed, and the minutes in `user_activity_application_statistics`.',
  limits:
    "At most 300. Minutes are Discord's own, and only for games it knows. A game has no name if nothing in the package names it. A game that only " +
    '`application_closed` events name has no starts. Programs that Discord takes for games are included.',
  events: {
    fields: fieldsByType,
    collect: createCollector,
  },
  tables: [
    {
      name: 'games',
      rowPer: 'game',
      sql: `CREATE TABLE games (
  application_id TEXT,
  game_name TEXT,
  total_minutes INTEGER,         -- NULL if user.json has none
  last_played_day TEXT,
  launch_count INTEGER NOT NULL, -- launch_game and application_opened
  first_launch_day TEXT,
  last_launch_day TEXT
)`,
      rows: (analyzed) => gamesOf(analyzed).map(rowOf),
    },
  ],
}

function createCollector({ budget }: CollectorTools): Collector<GameTelling[]> {
  const tellings = new TextMap<GameTelling>()
  /** Per type, games by the raw fields (null: no game), since decoding names takes longer than the lookup. */
  const byFields = new Map(Object.keys(sources).map((type) => [type, new Map<number, GameTelling | null>()]))
  const tellingOf = (type: string, record: JsonObject): GameTelling | null => {
    const { gameId, name } = gameOf(record, sources[type]!.fields)
    if (gameId === null && (name === null || sources[type]!.counts === 'mentions')) return null
    const key = `${gameId ?? ''}\0${name ?? ''}`
    const counts = { starts: 0, ends: 0, mentions: 0, firstMs: Infinity, lastMs: -Infinity }
    const telling = tellings.get(key) ?? { gameId, name, ...counts }
    tellings.set(key, telling)
    return telling
  }
  return {
    take(record, atMs) {
      const type = record.type!
      const known = byFields.get(type)!
      const written = record.keyOf(fieldsByType[type]!)
      let telling = known.get(written)
      if (telling === undefined) {
        budget.spend(1_100)
        known.set(written, (telling = tellingOf(type, record.fields)))
      }
      if (telling === null) return
      const { counts } = sources[type]!
      telling[counts]++
      if (counts !== 'starts') return
      if (atMs < telling.firstMs) telling.firstMs = atMs
      if (atMs > telling.lastMs) telling.lastMs = atMs
    },
    found: () => [...tellings.values()],
  }
}

/** The id and the name of the game in a record. Both are null when it names no game. */
export function gameOf(
  record: JsonObject,
  fields: readonly GameFields[] = [gameFields],
): { gameId: string | null; name: string | null } {
  const used = fields.find(({ ids }) => firstIdOf(record, ...ids) !== null) ?? fields[0]!
  const gameId = firstIdOf(record, ...used.ids)
  return { gameId, name: gameNameOf(record, used.names) }
}

/** A key that all events of a game share. Null when neither id nor name is known. */
export function gameKeyOf(gameId: string | null, name: string | null): string | null {
  return gameId ?? (name === null ? null : `name ${name}`)
}

/** The first of the fields that is a name. An id is not a name. */
function gameNameOf(record: JsonObject, fields: readonly string[]): string | null {
  for (const field of fields) {
    const name = firstLabelOf(record, field)
    if (name !== null && idOf(name) === null) return name
  }
  return null
}

function rowOf({ applicationId, name, minutes, lastPlayedDay, starts, firstDay, lastDay }: Game): Row {
  return [applicationId, name, minutes, lastPlayedDay, starts, firstDay, lastDay]
}

/** The most played games, within the limit. */
export function gamesOf(analyzed: AnalyzedPackage): Game[] {
  return allGamesOf(analyzed).slice(0, gamesMax)
}

/** All games, the most played and most started first. */
export function allGamesOf({ contents: { account }, activity }: AnalyzedPackage): Game[] {
  const libraryNames = readLibrary(account?.libraryApplications ?? [])
  const played = readStatistics(account?.applicationStatistics ?? [])
  const tellings = groupByText(foundBy(games, activity), ({ gameId, name }) => gameKeyOf(gameId, name)!)
  const isGame = (key: string) => tellings.get(key)!.some(({ starts, ends }) => starts + ends > 0)
  const keys = new TextSet([...played.keys(), ...[...tellings.keys()].filter(isGame)])
  const all = [...keys].map((key): Game => {
    const ofGame = tellings.get(key) ?? []
    const started = ofGame.filter(({ starts }) => starts > 0)
    const ofUser = played.get(key)
    return {
      key,
      applicationId: idOf(key),
      name: libraryNames.get(key) ?? commonNameOf(ofGame),
      minutes: ofUser?.minutes ?? null,
      lastPlayedDay: ofUser?.lastPlayedDay ?? null,
      starts: started.reduce((sum, { starts }) => sum + starts, 0),
      firstDay: started.length > 0 ? dayOf(Math.min(...started.map(({ firstMs }) => firstMs))) : null,
      lastDay: started.length > 0 ? dayOf(Math.max(...started.map(({ lastMs }) => lastMs))) : null,
    }
  })
  return all.sort(byImportance)
}

interface Played {
  minutes: number
  lastPlayedDay: string | null
}

function readStatistics(records: readonly unknown[]): ReadonlyMap<string, Played> {
  const played = new TextMap<Played>()
  for (const record of records) {
    if (!isObject(record)) continue
    const id = idOf(record.application_id)
    const seconds = numberOf(record.total_duration)
    if (id === null || seconds === null || seconds < 0 || played.has(id)) continue
    const atMs = parseInstant(record.last_played_at)
    played.set(id, {
      minutes: Math.floor(seconds / 60),
      lastPlayedDay: atMs === null ? null : dayOf(atMs),
    })
  }
  return played
}

function readLibrary(records: readonly unknown[]): ReadonlyMap<string, string> {
  const names = new TextMap<string>()
  for (const record of records) {
    const application = isObject(record) && isObject(record.application) ? record.application : {}
    const id = firstIdOf(application, 'id')
    const name = nameOf(application.name)
    if (id !== null && name !== null && !names.has(id)) names.set(id, name)
  }
  return names
}

/** The name with the most starts, then with the most other events, then the lowest. */
function commonNameOf(tellings: readonly GameTelling[]): string | null {
  const named = tellings.filter(({ name }) => name !== null)
  named.sort(
    (one, other) =>
      other.starts - one.starts ||
      other.ends + other.mentions - (one.ends + one.mentions) ||
      (one.name! < other.name! ? -1 : 1),
  )
  return named[0]?.name ?? null
}

function byImportance(one: Game, other: Game): number {
  const key = (game: Game) => `${game.applicationId ?? ''}\0${game.name ?? ''}`
  return (
    (other.minutes ?? 0) - (one.minutes ?? 0) || other.starts - one.starts || (key(one) < key(other) ? -1 : 1)
  )
}
