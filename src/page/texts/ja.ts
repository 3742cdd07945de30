/** Japanese: all texts of the page. */
import { ask } from './ask/ja.ts'
import { device } from './device/ja.ts'
import { en, type Texts } from './en.ts'
import { figures } from './figures/ja.ts'
import { flow } from './flow/ja.ts'
import { screens } from './screens/ja.ts'
import { share } from './share/ja.ts'
import { shell } from './shell/ja.ts'

export const ja: Texts = { ...en, ask, device, figures, flow, screens, share, shell }
