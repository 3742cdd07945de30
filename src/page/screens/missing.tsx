/**
 * The screen What is missing: what the package contains, the times for which activity may be missing, the
 * deleted messages, and the limits of each number.
 */
import { dayNumberOf } from '../data/calendar.ts'
import { coverageQuestion } from '../data/questions/coverage.ts'
import { deletedQuestion } from '../data/questions/deleted.ts'
import { gapsQuestion } from '../data/questions/gaps.ts'
import { reasonsQuestion } from '../data/questions/reasons.ts'
import { activityFolders } from '../../data-package/archive/activity-folders.ts'
import { type SharedGap, sharedGaps } from '../data/shared-gaps.ts'
import type { Coverage } from '../data/types.ts'
import { rowsOf, useAnswer } from '../data/use-answer.ts'
import { Deleted } from '../figures/deleted.tsx'
import { useLocale } from '../texts/locale.ts'
import { Notice } from '../shell/parts.tsx'
import type { Screen, ScreenProps } from './screen.ts'
import { TableCard } from './table-card.tsx'

export const missingScreen: Screen = { name: 'missing', component: Missing, isAlwaysShown: true }

function Missing(props: ScreenProps) {
  const { texts } = useLocale()
  const t = texts.screens.missing
  const coverage = useAnswer(props.result, coverageQuestion)
  const gaps = useAnswer(props.result, gapsQuestion)
  const reasons = useAnswer(props.result, reasonsQuestion)
  const isAllThere =
    coverage.state === 'known' &&
    gaps.state === 'known' &&
    gaps.value.length === 0 &&
    reasons.state === 'known' &&
    reasons.value.length === 0 &&
    rowsOf(coverage).every(({ isPresent, broken, undated }) => isPresent && broken === 0 && undated === 0)
  return (
    <div class="stack">
      {isAllThere && <Notice>{t.allThere}</Notice>}
      <CoverageCard {...props} />
      <GapsCard {...props} />
      <DeletedCard {...props} />
      <section class="card stack">
        <h2>{t.cannotKnow}</h2>
        <dl class="knowing">
          {t.limits.map(([number, text]) => (
            <div key={number}>
              <dt>{number}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  )
}

/** First the sources that interest people most, then the folders of the activity files. */
const sourceOrder: readonly string[] = [
  ...['messages', 'servers', 'account', 'payments', 'voice_sessions', 'sessions'],
  ...activityFolders,
]

function inOrder(coverage: readonly Coverage[]): Coverage[] {
  const placeOf = ({ source }: Coverage) => sourceOrder.indexOf(source) + 1 || 99
  return coverage.toSorted((one, other) => placeOf(one) - placeOf(other))
}

function CoverageCard({ result }: ScreenProps) {
  const { texts, formats } = useLocale()
  const t = texts.screens.missing
  const c = texts.figures.columns
  const day = (text: string | null) =>
    text === null ? { text: '–', sort: null } : { text: formats.day(dayNumberOf(text)), sort: text }
  const count = (value: number) => ({ text: value === 0 ? '–' : formats.number(value), sort: value })
  const answer = useAnswer(result, coverageQuestion)
  const reasons = rowsOf(useAnswer(result, reasonsQuestion))
  const sourceOf = ({ source, isPresent }: Coverage) => {
    const name = (t.sources as Record<string, string>)[source] ?? source
    if (!isPresent) return formats.noted(name, t.absent)
    const known = reasons.find((incomplete) => incomplete.source === source)?.reasons ?? []
    const notes = known.map((reason) => (t.reasons as Record<string, string>)[reason] ?? reason)
    return notes.length === 0 ? name : formats.noted(name, formats.series(notes))
  }
  return (
    <TableCard
      title={t.coverage}
      answer={answer.state === 'known' ? { ...answer, value: inOrder(answer.value) } : answer}
      empty={t.noCoverage}
      columns={[
        { label: t.source },
        { label: c.first, isNumber: true },
        { label: c.last, isNumber: true },
        { label: t.lines, isNumber: true },
        { label: t.used, isNumber: true },
        { label: t.duplicates, isNumber: true },
        { label: t.broken, isNumber: true },
        { label: t.undated, isNumber: true },
      ]}
      row={(row) => [
        sourceOf(row),
        day(row.firstDay),
        day(row.lastDay),
        count(row.lines),
        count(row.used),
        count(row.duplicates),
        count(row.broken),
        count(row.undated),
      ]}
    />
  )
}

/** Shows nothing if the activity files record no messages: deletions are unknown then. */
function DeletedCard({ result }: ScreenProps) {
  const years = rowsOf(useAnswer(result, deletedQuestion))
  return years.some(({ sent }) => sent > 0) ? <Deleted years={years} /> : null
}

function GapsCard({ result }: ScreenProps) {
  const { texts, formats } = useLocale()
  const t = texts.screens.missing
  const names: Record<string, string> = t.sources
  const answer = useAnswer(result, gapsQuestion)
  const nameOf = ({ sources }: SharedGap) =>
    sources.length === activityFolders.length
      ? t.everyActivity
      : formats.list(sources.map((source) => names[source] ?? source.replaceAll('_', ' ')))
  const spanOf = ({ firstDay, lastDay }: SharedGap) =>
    formats.range(
      formats.day(dayNumberOf(firstDay)),
      lastDay === null ? t.open : formats.day(dayNumberOf(lastDay)),
    )
  return (
    <TableCard
      title={t.gaps}
      answer={answer.state === 'known' ? { ...answer, value: sharedGaps(answer.value) } : answer}
      empty={t.noGaps}
      columns={[
        { label: t.when },
        { label: t.source },
        { label: t.reason },
        { label: texts.figures.columns.messages, isNumber: true },
      ]}
      row={(gap) => [
        { text: spanOf(gap), sort: gap.firstDay },
        nameOf(gap),
        gap.reason === 'turned_off' ? t.turnedOff : gap.messages > 0 ? t.lost : t.quiet,
        { text: formats.number(gap.messages), sort: gap.messages },
      ]}
    />
  )
}
