/** Tells the user why a request is being repeated. */
import { Notice } from '../shell/parts.tsx'
import { useLocale } from '../texts/locale.ts'
import type { Trouble } from './ask-server.ts'

export function TroubleNotice({ trouble }: { trouble: Trouble }) {
  return <Notice kind="warn">{useLocale().texts.flow.working[trouble]}</Notice>
}
