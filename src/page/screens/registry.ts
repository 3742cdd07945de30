/** The screens, in the order of the navigation. A new one is a file beside this, its name in the texts, and a line here. */
import { askScreen } from './ask.tsx'
import { overviewScreen } from './overview.tsx'
import type { Screen } from './screen.ts'

export const screens: readonly Screen[] = [overviewScreen, askScreen]
