/** Brazilian Portuguese texts of the screen Share. */
import type { Texts } from '../en.ts'

export const share: Texts['share'] = {
  title: 'Uma imagem para compartilhar',
  lead: 'Escolha até dois gráficos. A imagem é feita neste navegador, e os nomes ficam ocultos, a não ser que você escolha mostrá-los.',
  shape: 'Formato',
  shapes: { wide: 'Horizontal, para posts', tall: 'Vertical, para stories' },
  figures: 'Gráficos',
  names: 'Mostrar nomes de pessoas e servidores',
  namesHint: 'Talvez outras pessoas não queiram aparecer na sua imagem.',
  mine: 'Meus anos no Discord',
  person: (number) => `Pessoa ${number}`,
  place: (number) => `Servidor ${number}`,
  madeWith: 'feito com dumpus',
  making: 'Desenhando…',
  preview: 'A imagem',
  save: 'Salvar como PNG',
  saveDrawing: 'Salvar como SVG',
  copy: 'Copiar',
  copied: 'Copiado',
  send: 'Compartilhar…',
  refused: 'Este navegador não permite que páginas criem imagens. O desenho pode ser salvo como SVG.',
  failed: 'Não deu certo. Salve a imagem em vez disso.',
  nothing: 'Escolha um gráfico.',
}
