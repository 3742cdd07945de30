/**
 * English: the texts from which all other languages are made. Functions take what is formatted already, and
 * counts as numbers.
 */
import { amounts } from './amounts/en.ts'
import { ask } from './ask/en.ts'
import { compare } from './compare/en.ts'
import { device } from './device/en.ts'
import { figures } from './figures/en.ts'
import { flow } from './flow/en.ts'
import { local } from './local/en.ts'
import { screens } from './screens/en.ts'
import { share } from './share/en.ts'
import { shell } from './shell/en.ts'

export const en = {
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

/** Every text of the page. A language that lacks one, or has one of another shape, does not compile. */
export type Texts = typeof en

/** The two parts of the texts of the figures. */
export type FigureTexts = typeof figures
export type AmountTexts = typeof amounts
