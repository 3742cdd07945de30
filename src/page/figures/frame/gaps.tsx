/**
 * Hatching over the times for which the activity files have no data, or may have none. Figures of messages
 * are never hatched, because they use other files.
 */
import { dayNumberOf } from '../../data/calendar.ts'
import type { DayNumber, Gap } from '../../data/types.ts'
import type { Locale } from '../../texts/locale.ts'
import { usePaintId } from './paint-id.ts'

/** A time to hatch, in days of the chosen zone, both ends included, with the reason as a text. */
export interface HatchedTime {
  from: DayNumber
  to: DayNumber
  reason: string
}

/**
 * Returns what to hatch between two days: the gaps, and the time before the source's first day. Times may
 * overlap. An open gap ends at the end of the picture.
 */
export function hatchedTimes(
  gaps: readonly Gap[],
  sourceFirstDay: DayNumber | null,
  [from, to]: readonly [DayNumber, DayNumber],
  { texts }: Locale,
): HatchedTime[] {
  const { before, turnedOff, missing, quiet } = texts.figures.gaps
  const names: Readonly<Record<string, string>> = texts.screens.missing.sources

  const reasonOf = ({ reason, source, messages }: Gap) => {
    if (reason === 'turned_off') return turnedOff(names[source] ?? source)
    return messages > 0 ? missing(texts.figures.units.messages(messages)) : quiet
  }
  const times = gaps.map((gap) => ({
    from: dayNumberOf(gap.firstDay),
    to: gap.lastDay === null ? to : dayNumberOf(gap.lastDay),
    reason: reasonOf(gap),
  }))
  if (sourceFirstDay !== null && sourceFirstDay > from) {
    times.push({ from, to: sourceFirstDay - 1, reason: before })
  }
  return times
    .filter((time) => time.to >= from && time.from <= to)
    .map((time) => ({ ...time, from: Math.max(from, time.from), to: Math.min(to, time.to) }))
}

/** The reason that applies to a day, for readouts. */
export function reasonAt(times: readonly HatchedTime[], day: DayNumber): string | null {
  return times.find(({ from, to }) => day >= from && day <= to)?.reason ?? null
}

/** The hatching itself, from `top` to `bottom`; `x` maps a day's start to pixels. */
export function Hatching(props: {
  times: readonly HatchedTime[]
  x: (day: number) => number
  top: number
  bottom: number
}) {
  const id = usePaintId()
  if (props.times.length === 0) return null
  return (
    <g class="hatching">
      <HatchPattern id={id} />
      {props.times.map(({ from, to, reason }, index) => {
        const left = props.x(from)
        return (
          <rect
            key={index}
            x={left}
            y={props.top}
            width={Math.max(1, props.x(to + 1) - left)}
            height={props.bottom - props.top}
            fill={`url(#${id})`}
          >
            <title>{reason}</title>
          </rect>
        )
      })}
    </g>
  )
}

export function HatchPattern({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={id} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line class="hatch-line" x1="0" y1="0" x2="0" y2="7" />
      </pattern>
    </defs>
  )
}
