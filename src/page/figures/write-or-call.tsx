/** Write or call: each person is a point, messages against minutes in calls, both on logarithmic axes. */
import { useMemo } from 'preact/hooks'
import { type Locale, useLocale } from '../texts/locale.ts'
import { axisHeight } from './frame/axes.tsx'
import { Figure, type Plot, type Size } from './frame/figure.tsx'
import { guarded } from './frame/guarded.tsx'
import { placeLabels } from './frame/labels.ts'
import { isolated, SvgName } from './frame/name.tsx'
import { pointScales, stepsOf } from './frame/point-scales.ts'
import { type SeriesColors, seriesClass, seriesColors } from './frame/series.tsx'

/** Messages and minutes with one person in the period. */
export interface WriteOrCallPoint {
  id: string
  name: string
  messages: number
  minutes: number
}

export interface WriteOrCallProps {
  /** Those with the most messages first: they get the labels if there is not enough room for all. */
  people: readonly WriteOrCallPoint[]
  colors?: SeriesColors
  /** Why minutes are missing, if they are. */
  partial?: string | null
  /** Why nothing can be shown, if that is known. */
  empty?: string | null
  onSelect?: (id: string) => void
}

interface PointsLayout extends Size, ReturnType<typeof pointScales> {
  left: number
  bottom: number
}

export const WriteOrCall = guarded('writeOrCall', WriteOrCallFigure)

function WriteOrCallFigure({ people, colors, partial, empty, onSelect }: WriteOrCallProps) {
  const locale = useLocale()
  const { texts, formats } = locale
  const points = useMemo(
    () => people.filter(({ messages, minutes }) => messages > 0 || minutes > 0),
    [people],
  )
  const shades = useMemo(() => colors ?? seriesColors(people.map(({ id }) => id)), [colors, people])
  const plot = useMemo(() => pointsPlot(points, shades, locale, onSelect), [points, shades, locale, onSelect])
  return (
    <Figure
      name="write-or-call"
      title={texts.figures.writeOrCall.title}
      sentence={points.length > 0 ? sentenceOf(points, locale) : null}
      partial={partial ?? null}
      empty={empty ?? (points.length > 0 ? null : texts.figures.frame.empty)}
      plot={plot}
      table={() => ({
        columns: [
          { label: texts.figures.columns.person, isName: true },
          { label: texts.figures.columns.messages, isNumber: true },
          { label: texts.figures.columns.callTime, isNumber: true },
        ],
        rows: points.map(({ name, messages, minutes }) => [
          name,
          { text: formats.number(messages), sort: messages },
          { text: formats.minutes(minutes), sort: minutes },
        ]),
      })}
    />
  )
}

/**
 * Names the people with the most and with the fewest minutes of calls per message. People with fewer than 60
 * minutes and fewer than 100 messages are ignored.
 */
function sentenceOf(points: readonly WriteOrCallPoint[], { texts }: Locale): string | null {
  const t = texts.figures.writeOrCall
  if (points.every(({ minutes }) => minutes === 0)) return t.onlyWrite(points.length)
  const often = points.filter(({ messages, minutes }) => messages >= 100 || minutes >= 60)
  if (often.length < 2) return null
  const ratio = ({ messages, minutes }: WriteOrCallPoint) => (minutes + 20) / (messages + 20)
  const sorted = often.toSorted((one, other) => ratio(other) - ratio(one))
  const nameOf = ({ name }: WriteOrCallPoint) => isolated(name, texts.figures.frame.unnamed)
  return t.sentence(nameOf(sorted[0]!), nameOf(sorted.at(-1)!))
}

function pointsPlot(
  points: readonly WriteOrCallPoint[],
  colors: SeriesColors,
  locale: Locale,
  onSelect: ((id: string) => void) | undefined,
): Plot<PointsLayout> {
  const { texts, formats } = locale
  // Sorted by messages, so that the arrow keys move from left to right.
  const sorted = points.toSorted((one, other) => one.messages - other.messages)
  return {
    layout(width) {
      const height = width < 480 ? 340 : 420
      const [left, bottom] = [44, height - axisHeight - 18]
      return { width, height, left, bottom, ...pointScales(points, { left, right: width, top: 30, bottom }) }
    },
    picture: (layout) => (
      <>
        <PointAxes layout={layout} locale={locale} />
        <Points points={points} colors={colors} layout={layout} />
      </>
    ),
    overlay: (layout, index) => <PointCursor point={sorted[index]!} layout={layout} />,
    cursor: {
      count: sorted.length,
      label(index) {
        const { name, messages, minutes } = sorted[index]!
        const person = isolated(name, texts.figures.frame.unnamed)
        return texts.figures.writeOrCall.point(
          person,
          texts.figures.units.messages(messages),
          formats.minutes(minutes),
        )
      },
      locate(layout, px, py) {
        const distance = (point: WriteOrCallPoint) =>
          Math.hypot(layout.place(point).x - px, layout.place(point).y - py)
        const nearest = sorted.reduce(
          (best, point, index) => (best === -1 || distance(point) < distance(sorted[best]!) ? index : best),
          -1,
        )
        return nearest !== -1 && distance(sorted[nearest]!) < 40 ? nearest : null
      },
      ...(onSelect && { select: (index: number) => onSelect(sorted[index]!.id) }),
    },
  }
}

interface PointsProps {
  points: readonly WriteOrCallPoint[]
  colors: SeriesColors
  layout: PointsLayout
}

/** The points of those with the most messages are drawn on top. */
function Points({ points, colors, layout }: PointsProps) {
  const placed = points.map((point) => ({ id: point.id, name: point.name, ...layout.place(point) }))
  return (
    <>
      {placed.toReversed().map(({ id, x, y }) => (
        <circle
          key={id}
          class={`point ${seriesClass(colors, id)}`}
          cx={x}
          cy={y}
          r={colors.has(id) ? 6 : 4.5}
        />
      ))}
      {placeLabels(placed.slice(0, 60), layout, placed.slice(60)).map(({ id, name, x, y, anchor, width }) => (
        <SvgName key={id} text={name} x={x} y={y} width={width} anchor={anchor} class="halo" />
      ))}
    </>
  )
}

function PointCursor({ point, layout }: { point: WriteOrCallPoint; layout: PointsLayout }) {
  const { x, y } = layout.place(point)
  const isLeft = x > layout.width * 0.6
  return (
    <>
      <line class="cursor-line" x1={x} x2={x} y1={y} y2={layout.bottom} />
      <line class="cursor-line" x1={layout.left} x2={x} y1={y} y2={y} />
      <circle class="cursor-ring" cx={x} cy={y} r={10} />
      <SvgName
        text={point.name}
        x={isLeft ? x - 14 : x + 14}
        y={y - 10}
        width={150}
        anchor={isLeft ? 'end' : 'start'}
        class="halo"
      />
    </>
  )
}

function PointAxes({ layout, locale }: { layout: PointsLayout; locale: Locale }) {
  const { texts, formats } = locale
  const { x, y, left, bottom, width } = layout
  const ground = y.range()[0]!
  const hasSilent = bottom - ground > 14
  return (
    <g class="axis">
      {stepsOf(x, left + 12, width - 16, 56).map((step) => (
        <g key={step}>
          <line x1={x(step)} x2={x(step)} y1={20} y2={bottom} />
          <text x={x(step)} y={bottom + 16} text-anchor="middle">
            {formats.compact(step)}
          </text>
        </g>
      ))}
      {stepsOf(y, ground, 26, 34)
        .filter((step) => step > 0 || !hasSilent)
        .map((step) => (
          <g key={step}>
            <line x1={left} x2={width} y1={y(step)} y2={y(step)} />
            <text x={left - 8} y={y(step) + 4} text-anchor="end">
              {formats.compact(step)}
            </text>
          </g>
        ))}
      {hasSilent && (
        <text x={left - 8} y={bottom - 6} text-anchor="end">
          {formats.number(0)}
        </text>
      )}
      <line class="axis-base" x1={left} x2={width} y1={bottom} y2={bottom} />
      <text x={width} y={bottom + 34} text-anchor="end">
        {texts.figures.writeOrCall.messagesAxis}
      </text>
      <text x={0} y={12}>
        {texts.figures.writeOrCall.minutesAxis}
      </text>
    </g>
  )
}
