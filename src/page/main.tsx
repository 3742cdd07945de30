/** The page's entry: renders the page into the document. */
import { render } from 'preact'
import { followSystemTheme } from './shell/theme.ts'
import { Page } from './shell/page.tsx'

followSystemTheme()
render(<Page />, document.getElementById('page')!)
