/** The list of packages saved in this browser, with buttons to open and to forget each. */
import { useEffect, useState } from 'preact/hooks'
import { Notice } from '../shell/parts.tsx'
import { useLocale } from '../texts/locale.ts'
import type { Flow } from './stage.ts'
import { type KeptPackage, listKept } from './store.ts'

export function KeptList({ flow }: { flow: Flow }) {
  const { texts, formats } = useLocale()
  const t = texts.flow.kept
  const [kept, setKept] = useState<KeptPackage[]>([])
  const [isRefused, setRefused] = useState(false)
  const read = () => void listKept().then(setKept)
  const forget = async (id: string) => {
    setRefused(!(await flow.forgetPackage(id)))
    read()
  }
  useEffect(read, [])
  if (kept.length === 0) return null
  return (
    <section class="card stack" aria-label={t.title}>
      <h2>{t.title}</h2>
      <ul class="kept">
        {kept.map((entry) => (
          <li key={entry.id} class="row row-apart">
            <span class="kept-name">
              <bdi class="cut">{entry.name || texts.shell.nobody}</bdi>
              <span class="soft small">
                {entry.isReady
                  ? t.size(formats.bytes(entry.bytes), formats.day(Math.floor(entry.keptAt / 86_400_000)))
                  : t.waiting}
              </span>
            </span>
            <span class="row">
              <button type="button" class="button button-main" onClick={() => flow.openKept(entry.id)}>
                {t.open}
              </button>
              <button type="button" class="button button-bad" onClick={() => void forget(entry.id)}>
                {t.forget}
              </button>
            </span>
          </li>
        ))}
      </ul>
      {isRefused && <Notice kind="bad">{t.notForgotten}</Notice>}
    </section>
  )
}
