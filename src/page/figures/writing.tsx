/** How much was written: words, characters, links, attachments, replies; and per channel as a table. */
import type { ChannelTotals } from '../data/questions/totals.ts'
import { type Written, writtenIn } from '../data/written.ts'
import { useLocale } from '../texts/locale.ts'
import { Figure } from './frame/figure.tsx'
import { guarded } from './frame/guarded.tsx'

export interface WritingProps {
  /** Every channel with its totals and its name. */
  channels: readonly (ChannelTotals & { name: string; href?: string })[]
}

/** Word count of a typical novel. */
const wordsOfNovel = 80_000

export const Writing = guarded('writing', WritingFigure)

function WritingFigure({ channels }: WritingProps) {
  const { texts, formats } = useLocale()
  const t = texts.figures.writing
  const { columns } = texts.figures
  const all = writtenIn(channels)
  const novels = roundedNovels(all.words / wordsOfNovel)
  const cell = (value: number | null) =>
    value === null ? { text: '–', sort: null } : { text: formats.number(value), sort: value }
  return (
    <Figure
      name="writing"
      title={t.title}
      sentence={novels >= 1 ? t.novels(all.words, novels) : t.sentence(all.words)}
      reading={t.reading}
      empty={all.messages > 0 ? null : texts.figures.frame.empty}
      table={() => ({
        columns: [
          { label: columns.name, isName: true },
          { label: columns.messages, isNumber: true },
          { label: t.words, isNumber: true },
          { label: t.characters, isNumber: true },
          { label: t.links, isNumber: true },
          { label: t.attachments, isNumber: true },
          { label: t.replies, isNumber: true },
        ],
        rows: channels.map(({ name, href, messages, words, characters, links, attachments, replies }) => [
          { text: name, ...(href && { href }) },
          ...[messages, words, characters, links, attachments, replies].map(cell),
        ]),
      })}
    >
      <Numbers all={all} />
    </Figure>
  )
}

/** Numbers below 10 keep one decimal, because 1.6 novels are clearly not 2. */
function roundedNovels(novels: number): number {
  return novels < 10 ? Math.floor(novels * 10) / 10 : Math.floor(novels)
}

function Numbers({ all }: { all: Written }) {
  const { texts, formats } = useLocale()
  const t = texts.figures.writing
  const facts: [value: number, label: string][] = [
    [all.words / Math.max(1, all.messages), t.wordsPerMessage],
    [all.characters, t.characters],
    [all.links, t.links],
    [all.attachments, t.attachments],
    ...(all.replies === null ? [] : [[all.replies, t.replies] as [number, string]]),
  ]
  return (
    <div class="grid grid-small">
      {facts.map(([value, label]) => (
        <div key={label} class="fact">
          <span class="fact-value">{formats.number(value)}</span>
          <span class="fact-label">{label}</span>
        </div>
      ))}
    </div>
  )
}
