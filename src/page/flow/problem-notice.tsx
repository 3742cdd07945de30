/** What went wrong on the way to a result, and what to do about it. */
import { type Detail, details } from '../../errors.ts'
import { Notice } from '../shell/parts.tsx'
import { useLocale } from '../texts/locale.ts'
import type { Problem } from './stage.ts'

export function ProblemNotice({ problem: { code, detail, isLocal } }: { problem: Problem }) {
  const { texts } = useLocale()
  const t = texts.flow.problems
  const sentences: Record<string, string> = t as unknown as Record<string, string>
  const isKnown = /^[A-Z_]+$/.test(code) && code in t
  // The finer reasons are for whoever runs the server as well: they have one language.
  const reason =
    code === 'UNKNOWN_ERROR' && detail !== null && detail in details ? details[detail as Detail] : null
  return (
    <Notice kind="bad">
      <strong>{t.title}</strong>
      <p>{isKnown ? sentences[code] : t.UNKNOWN_ERROR}</p>
      {reason && <p class="soft small">{t.reason(reason.sentence)}</p>}
      {isLocal && <p class="soft small">{texts.local.advice}</p>}
    </Notice>
  )
}
