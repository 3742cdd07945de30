/** Collects the starts of games that Discord noticed. */
import { TextMap } from '../../data-package/records/text-map.ts'
import { firstIdOf, idOf } from '../../data-package/records/fields.ts'
import type { JsonObject } from '../../data-package/records/json.ts'
import { firstLabelOf } from './event-fields.ts'
import type { Collector, CollectorTools } from './statistic.ts'

/** Starts of a game under one of its names. */
export interface GameStarts {
  gameId: string | null
  name: string | null
  starts: number
  firstMs: number
  lastMs: number
}

const idFields = ['game_id', 'application_id']
const nameFields = ['game_name', 'application_name', 'game']
export const gameFields = [...idFields, ...nameFields]

/** Collects starts by id and name: events before 2019 name the game in `game`, later ones give its id. */
export function createGameCollector({ budget }: CollectorTools): Collector<GameStarts[]> {
  const games = new TextMap<GameStarts>()
  /** By the fields as written, null for no game: decoding and cleaning names takes longer than the lookup. */
  const byFields = new Map<number, GameStarts | null>()
  const gameOf = (record: JsonObject): GameStarts | null => {
    const gameId = firstIdOf(record, ...idFields)
    const name = gameNameOf(record)
    if (gameId === null && name === null) return null
    const key = `${gameId ?? ''}\0${name ?? ''}`
    const game = games.get(key) ?? { gameId, name, starts: 0, firstMs: Infinity, lastMs: -Infinity }
    games.set(key, game)
    return game
  }
  return {
    take(record, atMs) {
      const written = record.keyOf(gameFields)
      let game = byFields.get(written)
      if (game === undefined) {
        budget.spend(1_100)
        byFields.set(written, (game = gameOf(record.fields)))
      }
      if (game === null) return
      game.starts++
      if (atMs < game.firstMs) game.firstMs = atMs
      if (atMs > game.lastMs) game.lastMs = atMs
    },
    found: () => [...games.values()],
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
