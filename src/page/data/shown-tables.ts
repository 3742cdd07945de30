/**
 * The tables and views of a result that are meant for people. The other tables hold encoded rows, which the
 * views decode.
 */

/** All other tables are listed in `docs/result-database.md`; questions.test.ts compares the lists. */
const encodedTables = new Set([
  ...['positions', 'activity_events', 'labels', 'guild_numbers', 'places', 'activity_hours'],
  ...['guild_channels', 'voice_stays', 'app_sessions', 'currency_exponents', 'game_months', 'message_sums'],
  ...['server_events', 'timeline_servers'],
])

/** Sorted by name. */
export function shownTables(columnsByTable: ReadonlyMap<string, readonly string[]>): string[] {
  return [...columnsByTable.keys()]
    .filter((name) => !encodedTables.has(name) && !name.startsWith('sqlite_'))
    .sort()
}
