/**
 * The colours of people and servers. The first eight ids of a list get one colour each, always in the same
 * order; all others are grey.
 */
import type { ComponentChildren } from 'preact'
import { Name } from './name.tsx'

/** Number of ids with a colour of their own. */
export const seriesCount = 8

export type SeriesColors = ReadonlyMap<string, number>

/** The id of a band that sums up all others. It is grey. */
export const restId = 'rest'

/** Assigns the colours to the first eight ids. */
export function seriesColors(ids: readonly string[]): SeriesColors {
  return new Map(
    ids
      .filter((id) => id !== restId)
      .slice(0, seriesCount)
      .map((id, index) => [id, index]),
  )
}

/** Keeps the colours of ids that remain, and assigns the free ones to the first of the others. */
export function fillColors(colors: SeriesColors, ids: readonly string[]): SeriesColors {
  const kept = new Map(ids.flatMap((id) => (colors.has(id) ? [[id, colors.get(id)!] as const] : [])))
  const taken = new Set(kept.values())
  const free = Array.from({ length: seriesCount }, (_, index) => index).filter((index) => !taken.has(index))
  const others = ids.filter((id) => !kept.has(id)).slice(0, free.length)
  return new Map([...kept, ...others.map((id, index) => [id, free[index]!] as const)])
}

/** The class that sets `--series` for its contents. */
export function seriesClass(colors: SeriesColors, id: string): string {
  return `series-${colors.get(id) ?? 'rest'}`
}

export interface LegendEntry {
  id: string
  name: string
  className: string
  href?: string
}

export function Legend({ entries, after }: { entries: readonly LegendEntry[]; after?: ComponentChildren }) {
  return (
    <ul class="legend">
      {entries.map(({ id, name, className, href }) => (
        <li key={id} class={className}>
          <svg viewBox="0 0 12 12" aria-hidden="true">
            <rect width="12" height="12" rx="4" />
          </svg>
          {href === undefined ? (
            <Name text={name} />
          ) : (
            <a href={href}>
              <Name text={name} />
            </a>
          )}
        </li>
      ))}
      {after}
    </ul>
  )
}
