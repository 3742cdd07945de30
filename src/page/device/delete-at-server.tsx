/** Deletes a package on the server after a confirmation. */
import { useState } from 'preact/hooks'
import { checkLink } from '../flow/link.ts'
import { deleteAtServer } from '../flow/server.ts'
import { Notice } from '../shell/parts.tsx'
import { useLocale } from '../texts/locale.ts'

type State = 'idle' | 'asking' | 'deleting' | 'deleted' | 'failed'

export function DeleteAtServer({ packageId, link }: { packageId: string; link: string }) {
  const t = useLocale().texts.device
  const [state, setState] = useState<State>('idle')
  const remove = async () => {
    setState('deleting')
    const checked = checkLink(link)
    const isDeleted = checked.state === 'good' && (await deleteAtServer(packageId, checked.key))
    setState(isDeleted ? 'deleted' : 'failed')
  }
  if (state === 'deleted') return <Notice>{t.deleted}</Notice>
  return (
    <div class="stack">
      {state === 'asking' ? (
        <div class="row" role="group" aria-label={t.deleteSure}>
          <span>{t.deleteSure}</span>
          <button type="button" class="button button-bad" onClick={() => void remove()}>
            {t.deleteYes}
          </button>
          <button type="button" class="button" onClick={() => setState('idle')}>
            {t.deleteNo}
          </button>
        </div>
      ) : (
        <div class="row">
          <button
            type="button"
            class="button button-bad"
            disabled={state === 'deleting'}
            onClick={() => setState('asking')}
          >
            {t.deleteAtServer}
          </button>
        </div>
      )}
      {state === 'failed' && <Notice kind="bad">{t.notDeleted}</Notice>}
    </div>
  )
}
