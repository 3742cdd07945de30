/**
 * Deleted messages: the share of the messages recorded by Discord that the package no longer contains, by
 * year.
 */
import { sum } from 'd3-array'
import type { DeletedYear } from '../data/questions/deleted.ts'
import { useLocale } from '../texts/locale.ts'
import { BarList } from './frame/bar-list.tsx'
import { Figure } from './frame/figure.tsx'
import { guarded } from './frame/guarded.tsx'

export interface DeletedProps {
  /** In order of the years. */
  years: readonly DeletedYear[]
}

export const Deleted = guarded('deleted', DeletedFigure)

function DeletedFigure({ years }: DeletedProps) {
  const { texts, formats } = useLocale()
  const t = texts.figures.deleted
  const { columns } = texts.figures
  const recorded = years.filter(({ sent }) => sent > 0)
  const all = sums(recorded)
  return (
    <Figure
      name="deleted"
      title={t.title}
      sentence={
        all.sent > 0
          ? t.sentence(formats.percent(all.deleted / all.sent), texts.figures.units.messages(all.sent))
          : null
      }
      reading={t.reading}
      empty={all.sent > 0 ? null : texts.figures.frame.empty}
      table={() => ({
        columns: [
          { label: columns.year },
          { label: t.where },
          { label: t.recorded, isNumber: true },
          { label: t.gone, isNumber: true },
        ],
        rows: recorded.map(({ year, place, sent, deleted }) => [
          { text: formats.year(year), sort: year },
          (t.places as Record<string, string>)[place] ?? place,
          { text: formats.number(sent), sort: sent },
          { text: formats.number(deleted), sort: deleted },
        ]),
      })}
    >
      <BarList
        bars={[...Map.groupBy(recorded, ({ year }) => year)].map(([year, places]) => {
          const { sent, deleted } = sums(places)
          return {
            id: String(year),
            name: formats.year(year),
            share: deleted / sent,
            text: formats.percent(deleted / sent),
            detail: t.detail(formats.number(deleted), formats.number(sent)),
          }
        })}
      />
    </Figure>
  )
}

function sums(rows: readonly DeletedYear[]): { sent: number; deleted: number } {
  return { sent: sum(rows, ({ sent }) => sent), deleted: sum(rows, ({ deleted }) => deleted) }
}
