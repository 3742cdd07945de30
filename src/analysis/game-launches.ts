/** Collects the starts of games that Discord noticed. */
import { firstIdOf, idOf } from '../data-package/fields.ts'
import type { JsonObject } from '../data-package/json.ts'
import type { Budget } from './budget.ts'
import { type ActivityCollector, firstLabelOf } from './collector.ts'

/** Starts of a game under one of its names. */
export interface GameLaunches {
  gameId: string | null
  name: string | null
  launches: number
  firstMs: number
  lastMs: number
}

const nameFields = ['game_name', 'application_name', 'game']

/** Collects starts by id and name: events before 2019 name the game in `game`, later ones give its id. */
export function createGameCollector(budget: Budget): ActivityCollector & { launches(): GameLaunches[] } {
  const games = new Map<string, GameLaunches>()
  return {
    types: ['launch_game', 'application_opened'],
    fields: ['game_id', 'application_id', ...nameFields],
    take(record, atMs) {
      const gameId = firstIdOf(record, 'game_id', 'application_id')
      const name = gameNameOf(record)
      if (gameId === null && name === null) return
      const key = `${gameId ?? ''}\0${name ?? ''}`
      const known = games.get(key)
      if (!known) {
        budget.spend(200 + 4 * key.length)
        games.set(key, { gameId, name, launches: 1, firstMs: atMs, lastMs: atMs })
        return
      }
      known.launches++
      if (atMs < known.firstMs) known.firstMs = atMs
      if (atMs > known.lastMs) known.lastMs = atMs
    },
    launches: () => [...games.values()],
  }
}

/** A field that holds an id is no name. */
function gameNameOf(record: JsonObject): string | null {
  for (const field of nameFields) {
    const name = firstLabelOf(record, field)
    if (name !== null && idOf(name) === null) return name
  }
  return null
}
