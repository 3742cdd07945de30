/**
 * The order in which packages are claimed: premium first, then in turns among the addresses that submitted
 * them, then by arrival.
 *
 * Each row gets a turn number when it joins (self-clocked fair queueing, Golestani 1994, with all packages of
 * equal length). The first package of an address joins the turn after the highest turn in progress. If no
 * package is in progress, it joins the lowest waiting turn. The second package of the address joins the turn
 * after that, and so on. Therefore at most one waiting package of somebody who sent fifty goes ahead of a
 * newcomer's, and newcomers do not starve those who sent several. A claim still reads an index in order.
 * Premium packages all have turn 0, so they are claimed in the order of their upgrades.
 */
import { isRunning, isWaiting, type Tag } from './states.ts'

/** For ORDER BY; the columns of the index `packages_in_order`. */
export function fairOrder<Fragment>(sql: Tag<Fragment>): Fragment {
  return sql`packages.is_premium DESC, packages.turn, packages.queued_at`
}

/**
 * Aggregate columns over the unfinished packages: the turn of the next package of `address`, and the number
 * of packages of that address.
 */
export function turnColumns<Fragment>(sql: Tag<Fragment>, address: string | null): Fragment {
  return sql`
    greatest(
      max(packages.turn) FILTER (WHERE packages.address = ${address}::text) + 1,
      coalesce(max(packages.turn) FILTER (WHERE ${isRunning(sql)}) + 1, min(packages.turn) FILTER (WHERE ${isWaiting(sql)}), 1)
    )::int AS "nextTurn",
    (count(*) FILTER (WHERE packages.address = ${address}::text))::int AS "ofAddress"`
}
