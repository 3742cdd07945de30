/** Messages of which the activity has an event, but which are no longer in the package. */
import { TextMap } from '../../data-package/records/text-map.ts'
import { instantOfSnowflake } from '../../data-package/records/snowflake.ts'
import type { AnalyzedPackage } from '../analyzed-package.ts'
import type { ChannelKind } from '../../data-package/records/channels.ts'
import { inOrder } from '../collections/ordering.ts'
import { isOlder } from './channel-messages.ts'
import { sentMessages } from './sent-messages.ts'
import { type Row, type Statistic, foundBy } from './statistic.ts'

export const deletedMessages: Statistic = {
  name: 'deleted_messages',
  source: '`send_message`, `Messages`',
  means:
    'Messages with a `send_message` event, and how many of them are no longer in `Messages`, by year and kind of channel.',
  limits:
    'Only for channels whose messages could all be read, and up to the newest message of the package. Discord keeps `send_message` events ' +
    'for some months or years only; `sent_count` is how many there are. Who deleted a message is unknown.',
  tables: [
    {
      name: 'deleted_messages',
      rowPer: 'year and kind of channel',
      sql: `CREATE TABLE deleted_messages (
  year INTEGER NOT NULL,
  place TEXT NOT NULL,            -- 'dm', 'group', 'server', 'unknown'
  sent_count INTEGER NOT NULL,    -- messages with an event send_message
  deleted_count INTEGER NOT NULL  -- those that the package no longer has
)`,
      rows: rowsOf,
    },
  ],
}

const places: { readonly [kind in ChannelKind]: string } = {
  ...{ dm: 'dm', group: 'group', guild: 'server', unknown: 'unknown' },
}

interface Count {
  year: number
  place: string
  sent: number
  deleted: number
}

function rowsOf({ contents: { channels, ids, newestId }, activity }: AnalyzedPackage): Row[] {
  const sent = foundBy(sentMessages, activity)
  const placeOf = new TextMap(
    channels.filter(({ isWhole }) => isWhole).map(({ id, kind }) => [id, places[kind]]),
  )
  const counts: Count[] = []
  /** Counts per year, for each kind of channel. */
  const countsOf = new Map(Object.values(places).map((place) => [place, new Map<number, Count>()]))
  const placeOfNumber = sent.channels.map(({ channelId }) => placeOf.get(channelId))
  const id = { high: 0, low: 0, nearest: 0 }
  for (let at = 0; at < sent.highs.length; at++) {
    const place = placeOfNumber[sent.channelNumbers[at]!]
    id.high = sent.highs[at]!
    id.low = sent.lows[at]!
    if (place === undefined || newestId === null || isOlder(newestId, id)) continue
    const year = new Date(instantOfSnowflake(id)!).getUTCFullYear()
    const ofPlace = countsOf.get(place)!
    let count = ofPlace.get(year)
    if (count === undefined) {
      count = { year, place, sent: 0, deleted: 0 }
      ofPlace.set(year, count)
      counts.push(count)
    }
    count.sent++
    if (!ids.has(id)) count.deleted++
  }
  return inOrder(counts, ({ year, place }) => [year, place]).map(({ year, place, sent, deleted }) => [
    year,
    place,
    sent,
    deleted,
  ])
}
