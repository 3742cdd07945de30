/** Brazilian Portuguese: all texts of the page. */
import { amounts } from './amounts/pt-br.ts'
import { ask } from './ask/pt-br.ts'
import { compare } from './compare/pt-br.ts'
import { device } from './device/pt-br.ts'
import type { Texts } from './en.ts'
import { figures } from './figures/pt-br.ts'
import { flow } from './flow/pt-br.ts'
import { local } from './local/pt-br.ts'
import { screens } from './screens/pt-br.ts'
import { share } from './share/pt-br.ts'
import { shell } from './shell/pt-br.ts'

export const ptBr: Texts = {
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
