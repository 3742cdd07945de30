/** Compares a result with the generator's own record of the package. */
import type { PackageRecord } from '../../../synthetic-package/record.ts'
import { type EngineOptions, rowsOf, sqliteOf } from './engine-run.ts'

/** The differences, in readable lines; empty if there are none. */
export async function recordDifferencesOf(
  archive: Uint8Array,
  record: PackageRecord,
  options: EngineOptions,
): Promise<string[]> {
  const file = await sqliteOf(archive, options)
  const counts = (query: string) =>
    Object.fromEntries(
      rowsOf<{ name: string; count: number }>(file, query).map(({ name, count }) => [name, count]),
    )
  const byEvent = `SELECT event_name AS name, sum(occurence_count) AS count FROM activity
    WHERE event_name NOT IN ('message_sent', 'package_start', 'package_end') GROUP BY event_name`
  const byChannel = `SELECT associated_channel_id AS name, sum(occurence_count) AS count FROM activity
    WHERE event_name = 'message_sent' GROUP BY associated_channel_id`
  const lengthOf = (table: string) =>
    rowsOf<{ count: number }>(file, `SELECT count(*) AS count FROM ${table}`)[0]!.count
  const messages = record.messages.channels.flatMap(({ id, messages }) =>
    messages > 0 ? [[id, messages]] : [],
  )
  const comparisons: [name: string, actual: unknown, expected: unknown][] = [
    ['events', counts(byEvent), record.events.counted],
    ['messages', counts(byChannel), Object.fromEntries(messages)],
    ['sessions', lengthOf('sessions'), record.sessionCount],
    ['voice sessions', lengthOf('voice_sessions'), record.voiceSessionCount],
    ['payments', lengthOf('payments'), record.payments.length],
    ['direct messages', lengthOf('dm_channels_data'), record.directMessages.length],
    [
      'owner',
      rowsOf(file, 'SELECT package_owner_id AS id FROM package_data')[0]!.id,
      record.owner?.id ?? '0',
    ],
  ]
  return comparisons
    .filter(([, actual, expected]) => !Bun.deepEquals(actual, expected))
    .map(
      ([name, actual, expected]) =>
        `${name}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`,
    )
}
