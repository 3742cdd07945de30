/** Times whose activity data may be missing: a folder without a line, or a privacy control that was off. */
import type { Event } from './events.ts'
import type { Message } from './messages.ts'
import type { TrackingGapRow } from './extra-rows.ts'
import { addDays, dayOf, labelOf, saysNo, saysYes } from './values.ts'

const shortestGapDays = 28

/** `days` are the days on which each folder has a line, of any type. */
export function findGaps(
  days: Map<string, Set<string>>,
  events: Event[],
  messages: Map<string, Message[]>,
): TrackingGapRow[] {
  const messageDays = [...messages.values()].flat().map(({ time }) => dayOf(time))
  const countOf = (first: string, last: string | null) =>
    messageDays.filter((day) => day >= first && (last === null || day <= last)).length
  const silent = [...days].flatMap(([source, ofSource]) =>
    silencesOf([...ofSource].sort()).map(([first_day, last_day]) => ({
      ...{ source, reason: 'no_events' as const, first_day, last_day },
    })),
  )
  return [...silent, ...findTurnedOff(events)].map((gap) => ({
    ...gap,
    message_count: countOf(gap.first_day, gap.last_day),
  }))
}

/** Rule: at least 28 consecutive days without a line, between two lines. */
function silencesOf(days: string[]): [first: string, last: string][] {
  return days.slice(1).flatMap((day, index): [string, string][] => {
    const first = addDays(days[index]!, 1)
    const isLong = addDays(first, shortestGapDays) <= day
    return isLong ? [[first, addDays(day, -1)]] : []
  })
}

function findTurnedOff(events: Event[]): Omit<TrackingGapRow, 'message_count'>[] {
  const changes = events.filter(({ type }) => type === 'privacy_control_updated').map(readChange)
  const controls = new Set(changes.map(({ control }) => control))
  return [...controls].flatMap((source) => {
    const gaps: Omit<TrackingGapRow, 'message_count'>[] = []
    let open: (typeof gaps)[number] | null = null
    const ofControl = changes
      .filter(({ control, state }) => control === source && state !== null)
      .sort((left, right) => left.time - right.time || Number(left.state) - Number(right.state))
    for (const { state, time } of ofControl) {
      if (state === false && open === null) {
        open = { source, reason: 'turned_off', first_day: dayOf(time), last_day: null }
        gaps.push(open)
      } else if (state === true && open !== null) {
        open.last_day = dayOf(time)
        open = null
      }
    }
    return gaps
  })
}

/** Rule: control_type and control_state; the other spellings are guesses. */
function readChange({ time, fields }: Event): {
  time: number
  control: string
  state: boolean | null
} {
  const first = (names: string[]) =>
    names.map((name) => labelOf(booleanText(fields[name]))).find((value) => value !== null) ?? null
  const state = first(['control_state', 'is_enabled', 'enabled', 'value'])
  return {
    time,
    control: first(['control_type', 'control', 'control_name', 'setting']) ?? 'privacy control',
    state: saysYes(state) ? true : saysNo(state) ? false : null,
  }
}

function booleanText(value: unknown): unknown {
  return typeof value === 'boolean' ? String(value) : value
}
