/** Tells the user what went wrong on the way to a result, and what to do about it. */
import { type Detail, details } from '../../errors.ts'
import { Notice } from '../shell/parts.tsx'
import { useLocale } from '../texts/locale.ts'
import type { Problem } from './problem.ts'

export function ProblemNotice({ problem: { code, detail, isLocal } }: { problem: Problem }) {
  const { texts } = useLocale()
  const t = texts.flow.problems
  const sentences: Record<string, string> = t as unknown as Record<string, string>
  const isKnown = /^[A-Z_]+$/.test(code) && code in t && !(isLocal && code === 'UNKNOWN_ERROR')
  return (
    <Notice kind="bad">
      <strong>{t.title}</strong>
      <p>{isKnown ? sentences[code] : isLocal ? texts.local.failed : t.UNKNOWN_ERROR}</p>
      <Reason code={code} detail={detail} isLocal={isLocal === true} />
      {isLocal && <p class="soft small">{texts.local.advice}</p>}
    </Notice>
  )
}

/** The detailed reasons are also written for the server's operator, so they exist in English only. */
function Reason({ code, detail, isLocal }: Problem) {
  const { texts } = useLocale()
  if (code !== 'UNKNOWN_ERROR' || detail === null || !(detail in details)) return null
  // A server logs unexpected errors and the text refers to that log. There is no log here.
  if (isLocal && detail === 'internal') return <p class="soft small">{texts.local.broke}</p>
  return <p class="soft small">{texts.flow.problems.reason(details[detail as Detail].sentence)}</p>
}
