/** The tables and views of a result that people read. The others hold the encoded rows that views unpack. */

/** `docs/result-database.md` describes all others; a test compares. */
const encodedTables = new Set([
  ...['positions', 'activity_events', 'labels', 'guild_numbers', 'places', 'activity_hours'],
  ...['guild_channels', 'voice_stays', 'app_sessions', 'currency_exponents'],
])

/** By name. */
export function shownTables(columnsByTable: ReadonlyMap<string, readonly string[]>): string[] {
  return [...columnsByTable.keys()]
    .filter((name) => !encodedTables.has(name) && !name.startsWith('sqlite_'))
    .sort()
}
