/** Collects the starts of games that Discord noticed. */
import { firstIdOf, idOf } from '../../data-package/records/fields.ts'
import type { JsonObject } from '../../data-package/records/json.ts'
import type { Budget } from '../collections/budget.ts'
import { type ActivityCollector, firstLabelOf } from './collector.ts'

/** Starts of a game under one of its names. */
export interface GameLaunches {
  gameId: string | null
  name: string | null
  launches: number
  firstMs: number
  lastMs: number
}

const idFields = ['game_id', 'application_id']
const nameFields = ['game_name', 'application_name', 'game']
const allFields = [...idFields, ...nameFields]

/** Collects starts by id and name: events before 2019 name the game in `game`, later ones give its id. */
export function createGameCollector(budget: Budget): ActivityCollector & { launches(): GameLaunches[] } {
  const games = new Map<string, GameLaunches>()
  /** By the fields as written, null for no game: decoding and cleaning names takes longer than the look-up. */
  const byFields = new Map<number, GameLaunches | null>()
  const gameOf = (record: JsonObject): GameLaunches | null => {
    const gameId = firstIdOf(record, ...idFields)
    const name = gameNameOf(record)
    if (gameId === null && name === null) return null
    const key = `${gameId ?? ''}\0${name ?? ''}`
    const game = games.get(key) ?? { gameId, name, launches: 0, firstMs: Infinity, lastMs: -Infinity }
    games.set(key, game)
    return game
  }
  return {
    types: ['launch_game', 'application_opened'],
    fields: allFields,
    take(record, atMs) {
      const written = record.keyOf(allFields)
      let game = byFields.get(written)
      if (game === undefined) {
        budget.spend(1_100)
        byFields.set(written, (game = gameOf(record.fields)))
      }
      if (game === null) return
      game.launches++
      if (atMs < game.firstMs) game.firstMs = atMs
      if (atMs > game.lastMs) game.lastMs = atMs
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
