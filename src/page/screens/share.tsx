/**
 * The screen Share: makes a picture of chosen figures in one of two shapes; names are hidden unless the user
 * shows them.
 */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { yearOf } from '../data/calendar.ts'
import { totalOf } from '../data/view.ts'
import { isolated } from '../figures/frame/name.tsx'
import { cardLayout, type CardShape, mostFigures } from '../figures/share-card/card-layout.ts'
import { CardButtons } from '../share/card-buttons.tsx'
import { Chips } from '../shell/chips.tsx'
import { type ShareFigure, useShareFigures } from '../share/share-figures.tsx'
import { type CardFrame, useCard } from '../share/use-card.ts'
import { useLocale } from '../texts/locale.ts'
import { usePeriod } from './period-data.ts'
import type { Screen, ScreenProps } from './screen.ts'

export const shareScreen: Screen = { name: 'share', component: Share }

const shapes: readonly CardShape[] = ['wide', 'tall']

function Share(props: ScreenProps) {
  const { texts } = useLocale()
  const t = texts.share
  const [shape, setShape] = useState<CardShape>('wide')
  const [chosen, setChosen] = useState<readonly string[]>(['river'])
  const [hasNames, setNames] = useState(false)
  const figures = useShareFigures(props, hasNames)
  const source = useRef<HTMLDivElement>(null)
  const shown = figures.filter(({ name }) => chosen.includes(name))
  const frame = useFrame(props, hasNames)
  const names = shown.map(({ name }) => name)
  const { card, reason } = useCard(source, shape, names, frame)
  const { drawAt } = cardLayout(shape, shown.length, true)
  return (
    <div class="stack">
      <header class="screen-head">
        <h2>{t.title}</h2>
        <p class="soft">{t.lead}</p>
      </header>
      <div class="card stack">
        <Chips
          label={t.shape}
          values={shapes}
          nameOf={(one) => t.shapes[one]}
          isOn={(one) => one === shape}
          choose={setShape}
        />
        <FigureChoice figures={figures} chosen={chosen} choose={setChosen} />
        <div>
          <label class="check">
            <input type="checkbox" checked={hasNames} onChange={() => setNames(!hasNames)} />
            {t.names}
          </label>
          <p class="field-help">{t.namesHint}</p>
        </div>
        <Preview card={card} instead={shown.length === 0 ? t.nothing : (reason ?? t.making)} shape={shape} />
        <CardButtons card={card} />
      </div>
      <div class={`card-source draw-at-${drawAt}`} ref={source} aria-hidden="true" inert>
        {shown.map(({ name, figure }) => (
          <div key={name}>{figure}</div>
        ))}
      </div>
    </div>
  )
}

interface FigureChoiceProps {
  figures: readonly ShareFigure[]
  chosen: readonly string[]
  choose: (chosen: readonly string[]) => void
}

/** If one figure too many is chosen, the one that was chosen first is removed. */
function FigureChoice({ figures, chosen, choose }: FigureChoiceProps) {
  const { texts } = useLocale()
  return (
    <Chips
      label={texts.share.figures}
      values={figures.map(({ name }) => name)}
      nameOf={(name) => figures.find((figure) => figure.name === name)!.title}
      isOn={(name) => chosen.includes(name)}
      choose={(name) =>
        choose(
          chosen.includes(name)
            ? chosen.filter((one) => one !== name)
            : [...chosen, name].slice(-mostFigures),
        )
      }
    />
  )
}

interface PreviewProps {
  card: SVGSVGElement | null
  /** The text shown while there is no picture. */
  instead: string
  shape: CardShape
}

function Preview({ card, instead, shape }: PreviewProps) {
  const { texts } = useLocale()
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const copy = card?.cloneNode(true) as SVGSVGElement | undefined
    copy?.setAttribute('aria-hidden', 'true')
    ref.current?.replaceChildren(...(copy ? [copy] : []))
  }, [card])
  if (!card) return <p class="empty">{instead}</p>
  const label = texts.share.preview
  return <div class={`card-preview card-preview-${shape}`} ref={ref} role="img" aria-label={label} />
}

/** The texts around the figures: the owner, the years, and two or three numbers. */
function useFrame(props: ScreenProps, hasNames: boolean): CardFrame {
  const { result, view } = props
  const { texts, formats } = useLocale()
  const { people, calls, callsState } = usePeriod(props)
  return useMemo(() => {
    const { displayName, name } = result.owner
    const owner = isolated(displayName ?? name, texts.shell.nobody, 24)
    const messages = totalOf(view)
    const written = people.filter((person) => person.messages > 0).length
    const minutes = calls.reduce((sum, call) => sum + call.minutes, 0)
    const t = texts.screens.overview
    return {
      heading: hasNames ? texts.shell.owner(owner) : texts.share.mine,
      period: formats.range(formats.year(yearOf(view.firstDay)), formats.year(yearOf(view.lastDay))),
      footer: texts.share.madeWith,
      facts: [
        { value: formats.number(messages), label: t.messages(messages) },
        { value: formats.number(written), label: t.people(written) },
        ...(callsState === 'known' && minutes > 0
          ? [{ value: formats.minutes(minutes), label: t.voice }]
          : []),
      ],
    }
  }, [result, view, people, calls, callsState, hasNames, texts, formats])
}
