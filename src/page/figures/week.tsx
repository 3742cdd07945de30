/** The week: weekday × hour, as shades. */
import { useMemo } from 'preact/hooks'
import { max, maxIndex } from 'd3-array'
import type { WeekHours } from '../data/types.ts'
import { type Locale, useLocale } from '../texts/locale.ts'
import { Figure, type Plot, type Size } from './frame/figure.tsx'
import { guarded } from './frame/guarded.tsx'
import { HeatLegend, heatLevel } from './frame/heat.tsx'
import { clockHeight } from './frame/nights-scale.ts'

export interface WeekProps {
  hours: WeekHours
  /** Formats a value with its unit, as `(3) → "3 messages"`; messages by default. */
  unit?: (count: number) => string
  /** From `year` on, the busiest hour is `hours` later than before (negative: earlier). */
  shift?: { year: number; hours: number } | null
  partial?: string | null
  /** The title if the screen compares two sides: it says whose week this is. */
  title?: string
  /** The value of the darkest shade, if two weeks share a scale; by default the maximum of this week. */
  most?: number
}

/** Height of the row of hours. */
const hoursHeight = 22

interface WeekLayout extends Size {
  left: number
  cell: number
  rowHeight: number
}

export const Week = guarded('week', WeekFigure)

function WeekFigure({ hours, unit, shift, partial, title, most }: WeekProps) {
  const locale = useLocale()
  const { texts, formats } = locale
  const t = texts.figures.week
  const unitOf = unit ?? texts.figures.units.messages
  const plot = useMemo(
    () => weekPlot(hours, most ?? max(hours) ?? 0, unitOf, locale),
    [hours, most, unitOf, locale],
  )
  const peak = maxIndex(hours)
  const isEmpty = !(hours[peak]! > 0)
  return (
    <Figure
      name="week"
      title={title ?? t.title}
      sentence={isTelling(hours, peak) ? sentenceOf(peak, shift ?? null, locale) : null}
      partial={partial ?? null}
      empty={isEmpty ? texts.figures.frame.empty : null}
      plot={plot}
      reading={<HeatLegend less={t.less} more={t.more} />}
      table={() => ({
        columns: [
          { label: texts.figures.columns.weekday },
          ...Array.from({ length: 24 }, (_, hour) => ({ label: formats.shortHour(hour), isNumber: true })),
        ],
        rows: Array.from({ length: 7 }, (_, weekday) => [
          { text: formats.weekday(weekday, 'long'), sort: weekday },
          ...Array.from({ length: 24 }, (_, hour) => {
            const value = hours[weekday * 24 + hour]!
            return { text: formats.number(value), sort: value }
          }),
        ]),
      })}
    />
  )
}

/** False if the highest value is below 3, or if several hours have it: then no hour is the busiest. */
function isTelling(hours: WeekHours, peak: number): boolean {
  const most = hours[peak]!
  return most >= 3 && hours.every((value, index) => index === peak || value < most)
}

function sentenceOf(
  peak: number,
  shift: (WeekProps['shift'] & {}) | null,
  { texts, formats }: Locale,
): string {
  const t = texts.figures.week
  const weekday = formats.weekday(Math.floor(peak / 24), 'long')
  const hour = formats.hour(peak % 24)
  if (!shift || shift.hours === 0) return t.sentence(weekday, hour)
  const direction = shift.hours > 0 ? t.later : t.earlier
  return t.sentenceShift(weekday, hour, direction(formats.year(shift.year), Math.abs(shift.hours)))
}

function weekPlot(
  hours: WeekHours,
  most: number,
  unitOf: (count: number) => string,
  locale: Locale,
): Plot<WeekLayout> {
  const { texts, formats } = locale
  return {
    layout(width) {
      const left = 40
      const cell = (width - left) / 24
      // Beside Nights, the picture is narrow. It is then as high as Nights with few years.
      const rowHeight = width < 420 ? 26 : width < 700 ? (clockHeight - hoursHeight) / 7 : 30
      return { width, height: rowHeight * 7 + hoursHeight, left, cell, rowHeight }
    },
    picture: ({ left, cell, rowHeight }) => (
      <>
        {Array.from({ length: 7 }, (_, weekday) => (
          <text key={weekday} class="plot-label" x={0} y={(weekday + 0.5) * rowHeight + 4}>
            {formats.weekday(weekday, 'short')}
          </text>
        ))}
        {Array.from(hours, (value, index) => (
          <rect
            key={index}
            class={`heat-${heatLevel(value, most)}`}
            x={left + (index % 24) * cell + 1}
            y={Math.floor(index / 24) * rowHeight + 1}
            width={cell - 2}
            height={rowHeight - 2}
            rx={Math.min(4, cell / 4)}
          />
        ))}
        {[0, 6, 12, 18].map((hour) => (
          <text key={hour} class="plot-label" x={left + hour * cell + 1} y={7 * rowHeight + 16}>
            {formats.hour(hour)}
          </text>
        ))}
      </>
    ),
    overlay: ({ left, cell, rowHeight }, index) => (
      <rect
        class="cursor-box"
        x={left + (index % 24) * cell}
        y={Math.floor(index / 24) * rowHeight}
        width={cell}
        height={rowHeight}
        rx={4}
      />
    ),
    cursor: {
      count: 168,
      columns: 24,
      start: Math.max(0, maxIndex(hours)),
      label: (index) =>
        texts.figures.week.cell(
          formats.weekday(Math.floor(index / 24), 'long'),
          formats.hour(index % 24),
          unitOf(hours[index] ?? 0),
        ),
      locate({ left, cell, rowHeight }, x, y) {
        const hour = Math.floor((x - left) / cell)
        const weekday = Math.floor(y / rowHeight)
        return hour >= 0 && hour < 24 && weekday >= 0 && weekday < 7 ? weekday * 24 + hour : null
      },
    },
  }
}
