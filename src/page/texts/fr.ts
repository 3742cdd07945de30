/** French: all texts of the page. */
import { en, type Texts } from './en.ts'
import { figures } from './figures/fr.ts'

export const fr: Texts = { ...en, figures }
