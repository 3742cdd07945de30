/** Says why this browser could not save a result. */
import { Notice } from '../shell/parts.tsx'
import { useLocale } from '../texts/locale.ts'
import type { KeepProblem } from './store.ts'

export function KeepNotice({ problem }: { problem: KeepProblem }) {
  const { shell } = useLocale().texts
  return <Notice kind="warn">{problem === 'full' ? shell.keepFull : shell.keepRefused}</Notice>
}
