/** Starts of games by month, and the minutes that end events contain. */
import { TextMap } from '../../data-package/records/text-map.ts'
import type { ActivityRecord } from '../../data-package/records/activity-record.ts'
import { numberOf } from '../../data-package/records/fields.ts'
import { dayMs } from '../../instant.ts'
import { inOrder } from '../collections/ordering.ts'
import { endedGameFields, gameFields, gameKeyOf, gameOf, gamesOf } from './games.ts'
import { type Collector, type CollectorTools, type EventStatistic, type Row, foundBy } from './statistic.ts'
import { secondsMax } from './streaming.ts'

interface GameMonth {
  key: string
  /** Months since the year 0. */
  month: number
  starts: number
  days: number
  /** 0 when no event contains a duration. */
  seconds: number
}

const fields = [...gameFields.ids, ...gameFields.names]
const endKeyFields = [...endedGameFields.ids, ...endedGameFields.names]
const endFields = ['activity_duration_s', ...endKeyFields]
const bytesPerMonth = 400
/** Greater than any `month`. */
const monthsMax = 32_768
const noGame = -1

export const gameDays: EventStatistic<GameMonth[]> = {
  name: 'game_days',
  means:
    'Starts of each game by month, the days with a start, and the minutes from `application_closed` (`activity_duration_s`).',
  limits: 'Only the games in `games`. Minutes are NULL where no event has them, as for most games.',
  events: {
    fields: { launch_game: fields, application_opened: fields, application_closed: endFields },
    collect: createCollector,
  },
  tables: [
    {
      name: 'game_months',
      rowPer: '',
      sql: `CREATE TABLE game_months (
  game_number INTEGER NOT NULL, -- of the row in games
  month INTEGER NOT NULL,       -- months since the year 0
  start_count INTEGER NOT NULL,
  day_count INTEGER NOT NULL,
  total_minutes INTEGER,
  PRIMARY KEY (game_number, month)
) WITHOUT ROWID`,
      rows: (analyzed) => {
        const numbers = new TextMap(gamesOf(analyzed).map(({ key }, index) => [key, index + 1]))
        return rowsOf(foundBy(gameDays, analyzed.activity), numbers)
      },
    },
    {
      name: 'game_days',
      rowPer: 'game and month',
      sql: `CREATE VIEW game_days AS
SELECT
  g.application_id AS application_id,
  g.game_name AS game_name,
  printf('%04d-%02d', m.month / 12, m.month % 12 + 1) AS month,
  m.start_count AS start_count,
  m.day_count AS day_count,
  m.total_minutes AS total_minutes
FROM game_months m
JOIN games g ON g.rowid = m.game_number`,
    },
  ],
}

function createCollector({ budget }: CollectorTools): Collector<GameMonth[]> {
  const numbers = new TextMap<number>()
  const games: string[] = []
  const months = new Map<number, GameMonth & { seen: Set<number> }>()
  /** Numbers of games by the raw fields, because decoding and cleaning names takes longer than the lookup. */
  const known = { starts: new Map<number, number>(), ends: new Map<number, number>() }
  const calendar = { day: NaN, month: NaN }

  const gameNumberOf = (record: ActivityRecord, isEnd: boolean): number => {
    const { gameId, name } = gameOf(record.fields, [isEnd ? endedGameFields : gameFields])
    const key = gameKeyOf(gameId, name)
    if (key === null) return noGame
    const number = numbers.get(key) ?? games.push(key) - 1
    numbers.set(key, number)
    return number
  }
  const monthOf = (game: number, day: number) => {
    if (day !== calendar.day) {
      const date = new Date(day * dayMs)
      Object.assign(calendar, { day, month: date.getUTCFullYear() * 12 + date.getUTCMonth() })
    }
    const { month } = calendar
    const number = game * monthsMax + month
    let found = months.get(number)
    if (found === undefined) {
      budget.spend(bytesPerMonth)
      months.set(
        number,
        (found = { key: games[game]!, month, starts: 0, days: 0, seconds: 0, seen: new Set() }),
      )
    }
    return found
  }
  return {
    take(record, atMs) {
      const isEnd = record.type === 'application_closed'
      const written = record.keyOf(isEnd ? endKeyFields : fields)
      const numberOfWritten = isEnd ? known.ends : known.starts
      let game = numberOfWritten.get(written)
      if (game === undefined) {
        budget.spend(200)
        numberOfWritten.set(written, (game = gameNumberOf(record, isEnd)))
      }
      if (game === noGame) return
      const day = Math.floor(atMs / dayMs)
      if (isEnd) {
        const seconds = numberOf(record.fields.activity_duration_s)
        if (seconds !== null && seconds > 0 && seconds <= secondsMax) monthOf(game, day).seconds += seconds
        return
      }
      const month = monthOf(game, day)
      month.starts++
      month.seen.add(day)
    },
    found: () => [...months.values()].map(({ seen, ...month }) => ({ ...month, days: seen.size })),
  }
}

function rowsOf(months: readonly GameMonth[], numbers: ReadonlyMap<string, number>): Row[] {
  const known = months.filter(({ key }) => numbers.has(key))
  return inOrder(known, ({ key, month }) => [numbers.get(key)!, month]).map(
    ({ key, month, starts, days, seconds }) => [
      ...[numbers.get(key)!, month, starts, days],
      seconds > 0 ? Math.floor(seconds / 60) : null,
    ],
  )
}
