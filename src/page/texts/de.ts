/** German: all texts of the page. */
import { en, type Texts } from './en.ts'
import { figures } from './figures/de.ts'

export const de: Texts = { ...en, figures }
