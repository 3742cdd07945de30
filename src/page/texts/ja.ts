/** Japanese: all texts of the page. */
import { amounts } from './amounts/ja.ts'
import { ask } from './ask/ja.ts'
import { compare } from './compare/ja.ts'
import { device } from './device/ja.ts'
import type { Texts } from './en.ts'
import { figures } from './figures/ja.ts'
import { flow } from './flow/ja.ts'
import { local } from './local/ja.ts'
import { screens } from './screens/ja.ts'
import { share } from './share/ja.ts'
import { shell } from './shell/ja.ts'

export const ja: Texts = {
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
