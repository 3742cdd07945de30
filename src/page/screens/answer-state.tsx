/** Shown in place of a missing answer: it is loading, the result is too old, or the question failed. */
import type { Asked } from '../data/use-answer.ts'
import { Empty } from '../shell/parts.tsx'
import { useLocale } from '../texts/locale.ts'

export function AnswerState({ answer }: { answer: Asked<unknown> }) {
  const { texts, formats } = useLocale()
  const t = texts.shell
  if (answer.state === 'loading') {
    return (
      <p class="card waiting" role="status">
        {t.loading}
      </p>
    )
  }
  if (answer.state === 'older')
    return <Empty title={texts.figures.frame.olderVersion}>{t.older(formats.list(answer.missing))}</Empty>
  if (answer.state === 'failed') return <Empty title={t.failed}>{answer.message}</Empty>
  return null
}
