/** Tells the user what went wrong on the way to a result, and what to do about it. */
import { Notice } from '../shell/parts.tsx'
import { useLocale } from '../texts/locale.ts'
import type { Problem } from './problem.ts'

export function ProblemNotice({ problem: { code, detail, isLocal } }: { problem: Problem }) {
  const { texts } = useLocale()
  const t = texts.flow.problems
  const sentences: Record<string, string> = t as unknown as Record<string, string>
  // A refused network has the code of a wrong KEY, whose text does not apply.
  const isKnown =
    /^[A-Z_]+$/.test(code) &&
    code in t &&
    detail !== 'network_not_allowed' &&
    !(isLocal && code === 'UNKNOWN_ERROR')
  return (
    <Notice kind="bad">
      <strong>{t.title}</strong>
      <p>{isKnown ? sentences[code] : isLocal ? texts.local.failed : t.UNKNOWN_ERROR}</p>
      <Reason detail={detail} isLocal={isLocal === true} />
      {isLocal && <p class="soft small">{texts.local.advice}</p>}
    </Notice>
  )
}

/** The exact reason, from the server or from the analysis on this device. */
function Reason({ detail, isLocal }: Pick<Problem, 'detail' | 'isLocal'>) {
  const { texts } = useLocale()
  const t = texts.flow.problems
  if (detail === null || !Object.hasOwn(t.reasons, detail)) return null
  // The text for this error refers to the server's log. An analysis on this device has no log.
  if (isLocal && detail === 'internal') return <p class="soft small">{texts.local.broke}</p>
  return <p class="soft small">{t.reason(t.reasons[detail as keyof typeof t.reasons])}</p>
}
