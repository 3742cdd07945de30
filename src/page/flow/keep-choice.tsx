/**
 * The choice whether this browser saves the result, shown at the end of each form that starts an analysis.
 */
import { useLocale } from '../texts/locale.ts'

interface Props {
  isKept: boolean
  setKept(isKept: boolean): void
}

export function KeepChoice({ isKept, setKept }: Props) {
  const t = useLocale().texts.flow.link
  return (
    <div class="start-card-foot">
      <label class="check">
        <input
          type="checkbox"
          checked={isKept}
          onChange={({ currentTarget }) => setKept(currentTarget.checked)}
        />
        <span>{t.keep}</span>
      </label>
      <p class="field-help">{t.keepHint}</p>
    </div>
  )
}
