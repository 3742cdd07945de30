/** French: all texts of the page. */
import { amounts } from './amounts/fr.ts'
import { ask } from './ask/fr.ts'
import { compare } from './compare/fr.ts'
import { device } from './device/fr.ts'
import type { Texts } from './en.ts'
import { figures } from './figures/fr.ts'
import { flow } from './flow/fr.ts'
import { local } from './local/fr.ts'
import { screens } from './screens/fr.ts'
import { share } from './share/fr.ts'
import { shell } from './shell/fr.ts'
import { frenchSpaces, withSpaces } from './spacing.ts'

const texts: Texts = {
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

export const fr = withSpaces(texts, frenchSpaces)
