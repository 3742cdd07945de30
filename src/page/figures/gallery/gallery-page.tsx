/** The gallery as a separate page; `?kind/theme` names the data. The server never serves it. */
import { render } from 'preact'
import { english, LocaleContext } from '../../texts/locale.ts'
import { makeCard } from './gallery-card.ts'
import { Gallery } from './gallery.tsx'
import type { SampleKind } from './samples.ts'

const [kind = 'ten-years', theme = 'light'] = location.search.slice(1).split('/')
document.documentElement.dataset.theme = theme
render(
  <LocaleContext.Provider value={english}>
    <Gallery kind={kind as SampleKind} />
  </LocaleContext.Provider>,
  document.body,
)
Object.assign(globalThis, { makeCard })
