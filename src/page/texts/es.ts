/** Spanish: all texts of the page. */
import { en, type Texts } from './en.ts'
import { figures } from './figures/es.ts'

export const es: Texts = { ...en, figures }
