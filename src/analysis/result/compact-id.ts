/**
 * The form in which `places` and `timeline_servers` store ids. It takes less than half of the bytes of a
 * text.
 */

/** An integer if the id fits into SQLite's 64 bits; otherwise its text ('@me'). */
export function compactId(id: string | null): bigint | string | null {
  if (id === null || !/^[1-9]\d{0,18}$/.test(id)) return id
  const value = BigInt(id)
  return value < 2n ** 63n ? value : id
}
