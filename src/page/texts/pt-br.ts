/** Brazilian Portuguese: all texts of the page. */
import { en, type Texts } from './en.ts'
import { figures } from './figures/pt-br.ts'

export const ptBr: Texts = { ...en, figures }
