/** Runs before the first paint and sets the theme, so that the wrong theme never flashes up. */
import { applyTheme } from './shell/theme.ts'

applyTheme()
