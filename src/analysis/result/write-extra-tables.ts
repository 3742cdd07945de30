/** The rows of the tables that stand beside the contract's. */
import type { SQLQueryBindings } from 'bun:sqlite'
import { dayOf } from '../../instant.ts'
import type { ExtraStatistics } from '../statistics/extra-statistics.ts'

type Row = SQLQueryBindings[]

/** Each table of extra-tables.sql with its rows. */
export function* extraTablesOf(extras: ExtraStatistics): Generator<[string, Iterable<Row>]> {
  yield [
    'coverage',
    extras.coverage.map((source) => [
      source.source,
      source.files > 0 ? 1 : 0,
      ...[source.files, source.lines, source.used, source.duplicates, source.broken, source.undated],
      ...[source.firstDay, source.lastDay],
    ]),
  ]
  yield [
    'tracking_gaps',
    extras.trackingGaps.map((gap) => [gap.source, gap.reason, gap.firstDay, gap.lastDay, gap.messages]),
  ]
  const { words, emoji, step } = extras.texts
  yield ['words', words.map(({ word, messages }) => [word, messages, step])]
  yield ['emoji', emoji.map(({ emoji, emojiId, messages }) => [emoji, emojiId, messages, step])]
  yield [
    'games',
    extras.games.map((game) => [
      ...[game.applicationId, game.name, game.minutes, game.lastPlayedDay],
      ...[game.launches, game.firstLaunchDay, game.lastLaunchDay],
    ]),
  ]
  yield [
    'devices',
    extras.devices.map(({ os, client, firstMs, lastMs, events }) => [
      ...[os, client, dayOf(firstMs), dayOf(lastMs), events],
    ]),
  ]
  yield ['relationships', extras.relationships.map(({ type, year, count }) => [type, year, count])]
}
