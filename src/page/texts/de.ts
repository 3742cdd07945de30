/** German: all texts of the page. */
import { amounts } from './amounts/de.ts'
import { ask } from './ask/de.ts'
import { compare } from './compare/de.ts'
import { device } from './device/de.ts'
import type { Texts } from './en.ts'
import { figures } from './figures/de.ts'
import { flow } from './flow/de.ts'
import { local } from './local/de.ts'
import { screens } from './screens/de.ts'
import { share } from './share/de.ts'
import { shell } from './shell/de.ts'

export const de: Texts = {
  ask,
  compare,
  device,
  figures: { ...figures, ...amounts },
  flow,
  local,
  screens,
  share,
  shell,
}
