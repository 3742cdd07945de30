/** Runs before the first paint: the theme, so that nobody sees the other one flash up. */
import { applyTheme } from './shell/theme.ts'

applyTheme()
