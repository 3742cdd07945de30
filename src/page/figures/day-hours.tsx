/** The 24 hours of one day as columns. */
import { useMemo } from 'preact/hooks'
import { max, maxIndex, sum } from 'd3-array'
import { type Locale, useLocale } from '../texts/locale.ts'
import { axisHeight, type ValueAxis, valueAxis, ValueLines, valueScale } from './frame/axes.tsx'
import { Figure, type Plot, type Size } from './frame/figure.tsx'
import { guarded } from './frame/guarded.tsx'

export interface DayHoursProps {
  /** Messages by hour of the chosen zone. */
  hours: readonly number[]
}

interface HoursLayout extends Size {
  x: (hour: number) => number
  y: (value: number) => number
  step: number
  bottom: number
  values: ValueAxis
}

export const DayHours = guarded('timeline', DayHoursFigure)

function DayHoursFigure({ hours }: DayHoursProps) {
  const locale = useLocale()
  const { texts, formats } = locale
  const { units, columns, frame } = texts.figures
  const plot = useMemo(() => hoursPlot(hours, locale), [hours, locale])
  const all = sum(hours)
  return (
    <Figure
      name="day-hours"
      title={texts.screens.time.dayTimeline}
      sentence={units.messages(all)}
      empty={all > 0 ? null : frame.empty}
      plot={plot}
      table={() => ({
        columns: [{ label: columns.hour }, { label: columns.messages, isNumber: true }],
        rows: hours.map((count, hour) => [
          { text: formats.hour(hour), sort: hour },
          { text: formats.number(count), sort: count },
        ]),
      })}
    />
  )
}

function hoursPlot(hours: readonly number[], { texts, formats }: Locale): Plot<HoursLayout> {
  const most = max(hours) ?? 0
  return {
    layout(width) {
      const bottom = width < 420 ? 180 : 300
      const y = valueScale(most, bottom, 18)
      const values = valueAxis(y.ticks(3).filter(Number.isInteger), formats.compact)
      const step = (width - values.room) / hours.length
      const x = (hour: number) => values.room + hour * step
      return { width, height: bottom + axisHeight, x, y, step, bottom, values }
    },
    picture: ({ width, x, y, step, bottom, values }) => (
      <>
        <ValueLines axis={values} y={y} width={width} />
        {hours.map((count, hour) => (
          <rect
            key={hour}
            class="day-hour"
            x={x(hour + 0.1)}
            width={step * 0.8}
            y={y(count)}
            height={bottom - y(count)}
            rx={2}
          />
        ))}
        <g class="axis">
          <line class="axis-base" x1={values.room} x2={width} y1={bottom + 0.5} y2={bottom + 0.5} />
          {[0, 6, 12, 18].map((hour) => (
            <text key={hour} x={x(hour + 0.1)} y={bottom + 17}>
              {formats.shortHour(hour)}
            </text>
          ))}
        </g>
      </>
    ),
    overlay: ({ x, step, bottom }, hour) => (
      <rect class="cursor-column" x={x(hour)} y={8} width={step} height={bottom - 8} />
    ),
    cursor: {
      count: hours.length,
      start: Math.max(0, maxIndex(hours)),
      label: (hour) => formats.labelled(formats.hour(hour), texts.figures.units.messages(hours[hour]!)),
      locate: ({ x, step }, px) => Math.min(hours.length - 1, Math.max(0, Math.floor((px - x(0)) / step))),
    },
  }
}
