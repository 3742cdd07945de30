/** Games: the starts and minutes in the activity files, and the time in user.json. */
import type { Event } from './events.ts'
import type { GameDayRow, GameRow } from './extra-rows.ts'
import { isObject, type JsonObject } from './text-formats.ts'
import { dayOf, firstIdOf, idOf, labelOf, nameOf, numberOf, timeOf } from './values.ts'

const startTypes = ['launch_game', 'application_opened']
const endType = 'application_closed'
const weekSeconds = 604_800

interface Game {
  id: string | null
  name: string | null
  starts: Event[]
  /** Events that state how long the game was open. */
  durations: { time: number; seconds: number }[]
  minutes: number | null
  lastPlayedDay: string | null
}

/** The games by key: an id, or else a name. */
export function findGames(events: Event[], userJson: JsonObject): Game[] {
  const games = new Map<string, Game>()
  const gameOf = (id: string | null, name: string | null): Game => {
    const key = JSON.stringify(id ? { id } : { name })
    const game = games.get(key) ?? { id, name, starts: [], durations: [], minutes: null, lastPlayedDay: null }
    games.set(key, game)
    return game
  }
  const starts = events.filter(({ type }) => startTypes.includes(type))
  const ends = events.filter(({ type }) => type === endType)
  for (const event of [...starts, ...ends]) {
    const [id, name] = [gameIdOf(event), gameNameOf(event)]
    // An end without an id belongs to a start of that name, and does not make a game of its own.
    const isKnown = games.has(JSON.stringify({ name }))
    if (event.type === endType ? !(id || (name && isKnown)) : !(id ?? name)) continue
    const game = gameOf(id, name)
    const seconds = numberOf(event.fields.activity_duration_s) ?? 0
    if (event.type !== endType) game.starts.push(event)
    else if (seconds > 0 && seconds <= weekSeconds) game.durations.push({ time: event.time, seconds })
  }
  for (const record of listOf(userJson.user_activity_application_statistics)) {
    const id = idOf(record.application_id)
    if (!id) continue
    const game = gameOf(id, null)
    const seconds = numberOf(record.total_duration)
    const played = timeOf(record.last_played_at)
    if (seconds !== null) game.minutes = Math.floor(seconds / 60)
    if (played !== null) game.lastPlayedDay = dayOf(played)
  }
  for (const game of games.values()) if (game.id) game.name = nameOfGame(game.id, events, userJson)
  return [...games.values()]
}

/** The table games. */
export function listGames(games: Game[]): GameRow[] {
  return games.map(({ id, name, starts, minutes, lastPlayedDay }) => {
    const days = starts.map(({ time }) => dayOf(time)).sort()
    return {
      application_id: id,
      game_name: name,
      total_minutes: minutes,
      last_played_day: lastPlayedDay,
      launch_count: starts.length,
      first_launch_day: days[0] ?? null,
      last_launch_day: days.at(-1) ?? null,
    }
  })
}

/** One row per game and month with a start or with stated minutes. */
export function listGameDays(games: Game[]): GameDayRow[] {
  return games.flatMap(({ id, name, starts, durations }) => {
    const monthOf = ({ time }: { time: number }) => dayOf(time).slice(0, 7)
    const months = new Set([...starts, ...durations].map(monthOf))
    return [...months].map((month) => {
      const ofMonth = starts.filter((start) => monthOf(start) === month)
      const seconds = durations.filter((end) => monthOf(end) === month).map((end) => end.seconds)
      return {
        application_id: id,
        game_name: name,
        month,
        start_count: ofMonth.length,
        day_count: new Set(ofMonth.map(({ time }) => dayOf(time))).size,
        total_minutes:
          seconds.length > 0 ? Math.floor(seconds.reduce((sum, one) => sum + one, 0) / 60) : null,
      }
    })
  })
}

function gameIdOf({ fields }: Event): string | null {
  return firstIdOf(fields.game_id, fields.application_id)
}

/** `application_closed` is not known to have any other name field. */
const endNames = ['application_name']
const ownNames = ['game_name', 'application_name', 'game', 'custom_name']

function gameNameOf({ type, fields }: Event): string | null {
  const names = type === endType ? endNames : ownNames
  return names.map((name) => textOfName(fields[name])).find((name) => name !== null) ?? null
}

/** A name that is not an id. */
function textOfName(value: unknown): string | null {
  const name = labelOf(value)
  return name !== null && idOf(name) === null ? name : null
}

/**
 * Rule: the name in the library, else the most frequent name in starts, else the most frequent name in other
 * events.
 */
function nameOfGame(id: string, events: Event[], userJson: JsonObject): string | null {
  for (const { application } of listOf(userJson.library_applications)) {
    const name = isObject(application) && idOf(application.id) === id ? nameOf(application.name) : null
    if (name) return name
  }
  const starts = events.filter((event) => startTypes.includes(event.type) && gameIdOf(event) === id)
  return mostFrequent(starts.map(gameNameOf)) ?? mostFrequent(events.flatMap((event) => namesFor(id, event)))
}

function namesFor(id: string, { type, fields }: Event): (string | null)[] {
  const pairs: Record<string, [idField: string, nameField: string][]> = {
    application_closed: [['application_id', 'application_name']],
    join_voice_channel: [['game_id', 'game_name']],
    leave_voice_channel: [['game_id', 'game_name']],
    video_stream_started: [
      ['share_application_id', 'share_application_name'],
      ['share_game_id', 'share_game_name'],
    ],
    video_stream_ended: [
      ['share_application_id', 'share_application_name'],
      ['share_game_id', 'share_game_name'],
    ],
  }
  const pair = (Object.hasOwn(pairs, type) ? pairs[type]! : []).find(([idField]) => idOf(fields[idField]))
  return pair && idOf(fields[pair[0]]) === id ? [textOfName(fields[pair[1]])] : []
}

/** Of equally frequent names, the first in order. */
function mostFrequent(names: (string | null)[]): string | null {
  const counts = new Map<string, number>()
  for (const name of names) if (name) counts.set(name, (counts.get(name) ?? 0) + 1)
  const sorted = [...counts].sort(
    ([leftName, left], [rightName, right]) => right - left || (leftName < rightName ? -1 : 1),
  )
  return sorted[0]?.[0] ?? null
}

function listOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}
