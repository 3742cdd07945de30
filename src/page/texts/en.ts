/**
 * The English texts of the page, which define the shape of all other languages. Functions take formatted
 * values; only counts are numbers.
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

/** Every text of the page. A language does not compile if it lacks a text or has one of another type. */
export type Texts = typeof en

/** The two parts of the figures' texts. */
export type FigureTexts = typeof figures
export type AmountTexts = typeof amounts
