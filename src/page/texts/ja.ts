/** Japanese: all texts of the page. */
import { en, type Texts } from './en.ts'
import { figures } from './figures/ja.ts'

export const ja: Texts = { ...en, figures }
