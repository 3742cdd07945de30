/** Joins what a package says of games: the time played from user.json, the starts from the activity. */
import { TextMap, TextSet, groupByText } from '../../data-package/records/text-map.ts'
import { firstIdOf, idOf, nameOf, numberOf } from '../../data-package/records/fields.ts'
import { isObject } from '../../data-package/records/json.ts'
import { dayOf, parseInstant } from '../../instant.ts'
import { type GameStarts, createGameCollector, gameFields } from './game-starts.ts'
import { type EventStatistic, type Row, foundBy } from './statistic.ts'

interface Game {
  /** Discord's application id; null for games known by name only. */
  applicationId: string | null
  name: string | null
  /** Minutes played, from user.json; null when it does not say. */
  minutes: number | null
  lastPlayedDay: string | null
  launches: number
  firstLaunchDay: string | null
  lastLaunchDay: string | null
}

const gamesMax = 300

export const games: EventStatistic<GameStarts[]> = {
  name: 'games',
  means: 'Starts of games that Discord noticed, and the minutes in `user_activity_application_statistics`.',
  limits:
    "Minutes are Discord's own, and only of games it knows. Names are missing for games that nothing names.",
  events: {
    fields: { launch_game: gameFields, application_opened: gameFields },
    collect: createGameCollector,
  },
  tables: [
    {
      name: 'games',
      rowPer: 'game',
      sql: `CREATE TABLE games (
  application_id TEXT,
  game_name TEXT,
  total_minutes INTEGER,         -- NULL when user.json does not say
  last_played_day TEXT,
  launch_count INTEGER NOT NULL, -- launch_game and application_opened
  first_launch_day TEXT,
  last_launch_day TEXT
)`,
      rows: ({ contents: { account }, activity }) =>
        gamesOf(
          account?.applicationStatistics ?? [],
          account?.libraryApplications ?? [],
          foundBy(games, activity),
        ).map(rowOf),
    },
  ],
}

function rowOf(game: Game): Row {
  const { applicationId, name, minutes, lastPlayedDay, launches, firstLaunchDay, lastLaunchDay } = game
  return [applicationId, name, minutes, lastPlayedDay, launches, firstLaunchDay, lastLaunchDay]
}

/** The games with the most time and starts. `statistics` and `library` are lists of user.json, as written. */
function gamesOf(
  statistics: readonly unknown[],
  library: readonly unknown[],
  started: readonly GameStarts[],
): Game[] {
  const libraryNames = readLibrary(library)
  const played = readStatistics(statistics)
  const groups = groupByText(started, ({ gameId, name }) => gameId ?? `name ${name}`)
  const games = [...new TextSet([...played.keys(), ...groups.keys()])].map((key): Game => {
    const starts = groups.get(key) ?? []
    const ofUser = played.get(key)
    return {
      applicationId: idOf(key),
      name: libraryNames.get(key) ?? commonNameOf(starts),
      minutes: ofUser?.minutes ?? null,
      lastPlayedDay: ofUser?.lastPlayedDay ?? null,
      launches: starts.reduce((sum, start) => sum + start.starts, 0),
      firstLaunchDay: starts.length > 0 ? dayOf(Math.min(...starts.map(({ firstMs }) => firstMs))) : null,
      lastLaunchDay: starts.length > 0 ? dayOf(Math.max(...starts.map(({ lastMs }) => lastMs))) : null,
    }
  })
  return games.sort(byImportance).slice(0, gamesMax)
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

/** The name of the most starts, the lowest of equals. */
function commonNameOf(starts: readonly GameStarts[]): string | null {
  const named = starts.filter(({ name }) => name !== null)
  named.sort((one, other) => other.starts - one.starts || (one.name! < other.name! ? -1 : 1))
  return named[0]?.name ?? null
}

function byImportance(one: Game, other: Game): number {
  const key = (game: Game) => `${game.applicationId ?? ''}\0${game.name ?? ''}`
  return (
    (other.minutes ?? 0) - (one.minutes ?? 0) ||
    other.launches - one.launches ||
    (key(one) < key(other) ? -1 : 1)
  )
}
