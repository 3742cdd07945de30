/** Shown while a result is fetched and opened. If a request is repeated, it says why and offers to leave. */
import { useLocale } from '../texts/locale.ts'
import type { Trouble } from './ask-server.ts'
import type { Flow } from './stage.ts'
import { TroubleNotice } from './trouble-notice.tsx'

export function Opening({ flow, trouble }: { flow: Flow; trouble?: Trouble | undefined }) {
  const { texts } = useLocale()
  return (
    <main class="column screen stack">
      <p role="status" class="card waiting">
        {texts.shell.opening}
      </p>
      {trouble && (
        <>
          <TroubleNotice trouble={trouble} />
          <div class="row">
            <button type="button" class="button" onClick={flow.leave}>
              {texts.flow.working.leave}
            </button>
          </div>
        </>
      )}
    </main>
  )
}
