/** Spanish: all texts of the page. */
import { amounts } from './amounts/es.ts'
import { ask } from './ask/es.ts'
import { compare } from './compare/es.ts'
import { device } from './device/es.ts'
import type { Texts } from './en.ts'
import { figures } from './figures/es.ts'
import { flow } from './flow/es.ts'
import { local } from './local/es.ts'
import { screens } from './screens/es.ts'
import { share } from './share/es.ts'
import { shell } from './shell/es.ts'

export const es: Texts = {
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
