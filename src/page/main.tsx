/** The page's entry: renders the page into the document. */
import { render } from 'preact'
import { refuseStrayDrops } from './shell/stray-drops.ts'
import { followSystemTheme } from './shell/theme.ts'
import { Page } from './shell/page.tsx'

followSystemTheme()
refuseStrayDrops()
render(<Page />, document.getElementById('page')!)
