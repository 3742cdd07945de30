/** Video streams by month, if the result has any in the period. */
import { useMemo } from 'preact/hooks'
import { monthOf } from '../data/calendar.ts'
import { type StreamMonth, streamingQuestion } from '../data/questions/streaming.ts'
import { rowsOf, useAnswer } from '../data/use-answer.ts'
import { Streams } from '../figures/stacked-months.tsx'
import { useLocale } from '../texts/locale.ts'
import { isInView, monthNumberOf, namedMonths } from './named-months.ts'
import { useHatched } from './period-data.ts'
import type { ScreenProps } from './screen.ts'

/** Number of bands: one for each result of `kindOf`. */
const kindsMax = 4

export function StreamMonths(props: ScreenProps) {
  const { result, view } = props
  const { texts } = useLocale()
  const { kinds, title } = texts.figures.streams
  const hatched = useHatched(props)
  const rows = rowsOf(useAnswer(result, streamingQuestion))
  const own = useMemo(() => rows.filter(({ month }) => isInView(month, view)), [rows, view])
  // A picture has one unit: minutes if every month has a duration, otherwise the number of streams.
  const unit = own.every(({ minutes }) => minutes !== null) ? 'minutes' : 'streams'
  // If nothing is known about any stream, “Not known” would be the only label in the picture.
  const isTold = own.some((row) => kindOf(row) !== 'other')
  const bands = useMemo(() => {
    const named = own.map((row) => {
      const id = kindOf(row)
      return {
        id,
        name: isTold ? kinds[id] : title,
        month: monthNumberOf(row.month),
        value: unit === 'minutes' ? row.minutes! : row.count,
      }
    })
    return namedMonths(named, view, kindsMax, texts.figures.frame.others)
  }, [own, unit, view, texts, isTold])
  if (bands.length === 0) return null
  return <Streams firstMonth={monthOf(view.firstDay)} bands={bands} hatched={hatched} unit={unit} />
}

function kindOf({ role, kind }: StreamMonth): 'screen' | 'camera' | 'watched' | 'other' {
  if (role === 'viewer') return 'watched'
  if (role === 'streamer' && (kind === 'screen' || kind === 'camera')) return kind
  return 'other'
}
