/** Lists with bars: words, emoji, reactions and games. */
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { useLocale } from '../texts/locale.ts'
import { BarList } from './frame/bar-list.tsx'
import { Figure } from './frame/figure.tsx'
import { guarded } from './frame/guarded.tsx'
import { isolated } from './frame/name.tsx'

export interface RankedItem {
  id: string
  name: string
  value: number
  /** True if the value was estimated from a sample; it is shown with ≈. */
  isEstimate?: boolean
  /** Small text before the value: `custom`, the number of starts. */
  detail?: string
  href?: string
}

export interface RankedBarsProps {
  /** The largest first. */
  items: readonly RankedItem[]
  /** Formats the value with its unit; the number alone by default. */
  format?: (value: number) => string
  /** How the values were estimated, or what is missing. */
  partial?: string | null
  empty?: string | null
  /** Controls that choose what is listed. */
  actions?: ComponentChildren
}

interface BarsProps extends RankedBarsProps {
  name: string
  title: string
  sentence: (first: string, value: string) => string
}

const itemsAtFirst = 10

function barsFigure(name: 'words' | 'emoji' | 'reactions' | 'games') {
  return guarded(name, (props: RankedBarsProps) => {
    const t = useLocale().texts.figures[name]
    return <Bars {...props} name={name} title={t.title} sentence={t.sentence} />
  })
}

export const Words = barsFigure('words')
export const Emoji = barsFigure('emoji')
export const Reactions = barsFigure('reactions')
export const Games = barsFigure('games')

function Bars({ items, format, partial, empty, actions, name, title, sentence }: BarsProps) {
  const { texts, formats } = useLocale()
  const [limit, setLimit] = useState(itemsAtFirst)
  const valueOf = ({ value, isEstimate }: RankedItem, write = format ?? formats.number) =>
    isEstimate ? `≈ ${write(value)}` : write(value)
  const named = (item: RankedItem) => valueOf(item, format ?? texts.figures.units.messages)
  const first = items[0]
  const more = Math.min(items.length - limit, 40)
  return (
    <Figure
      name={name}
      title={title}
      sentence={first ? sentence(isolated(first.name, texts.figures.frame.unnamed), named(first)) : null}
      partial={partial ?? null}
      empty={first ? null : (empty ?? texts.figures.frame.empty)}
      actions={actions}
      table={() => ({
        columns: [
          { label: texts.figures.columns.name, isName: true },
          { label: texts.figures.columns.count, isNumber: true },
        ],
        rows: items.map((item) => [item.name, { text: valueOf(item), sort: item.value }]),
      })}
    >
      <BarList
        bars={items.slice(0, limit).map((item) => ({
          ...item,
          text: valueOf(item),
          share: item.value / (first?.value || 1),
        }))}
      />
      {more > 0 && (
        <button type="button" class="button figure-button" onClick={() => setLimit(limit + 40)}>
          {texts.figures.frame.moreRows(more)}
        </button>
      )}
    </Figure>
  )
}
