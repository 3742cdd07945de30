/** French: all texts of the page. */
import { ask } from './ask/fr.ts'
import { device } from './device/fr.ts'
import { en, type Texts } from './en.ts'
import { figures } from './figures/fr.ts'
import { flow } from './flow/fr.ts'
import { screens } from './screens/fr.ts'
import { share } from './share/fr.ts'
import { shell } from './shell/fr.ts'

export const fr: Texts = { ...en, ask, device, figures, flow, screens, share, shell }
