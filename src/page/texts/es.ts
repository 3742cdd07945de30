/** Spanish: all texts of the page. */
import { ask } from './ask/es.ts'
import { device } from './device/es.ts'
import { en, type Texts } from './en.ts'
import { figures } from './figures/es.ts'
import { flow } from './flow/es.ts'
import { screens } from './screens/es.ts'
import { share } from './share/es.ts'
import { shell } from './shell/es.ts'

export const es: Texts = { ...en, ask, device, figures, flow, screens, share, shell }
