/** Spanish texts of the screen Share. */
import type { Texts } from '../en.ts'

export const share: Texts['share'] = {
  title: 'Una imagen para compartir',
  lead: 'Elige uno o dos gráficos. La imagen se crea en este navegador y los nombres quedan ocultos, salvo que elijas mostrarlos.',
  shape: 'Formato',
  shapes: { wide: 'Horizontal, para publicaciones', tall: 'Vertical, para historias' },
  figures: 'Gráficos',
  names: 'Mostrar nombres de personas y servidores',
  namesHint: 'Puede que otras personas no quieran salir en tu imagen.',
  mine: 'Mis años en Discord',
  person: (number) => `Persona ${number}`,
  place: (number) => `Servidor ${number}`,
  madeWith: 'hecho con dumpus',
  making: 'Dibujando…',
  preview: 'La imagen',
  save: 'Guardar como PNG',
  saveDrawing: 'Guardar como SVG',
  copy: 'Copiar',
  copied: 'Copiado',
  send: 'Compartir…',
  refused: 'Este navegador no permite que las páginas creen imágenes. El dibujo se puede guardar como SVG.',
  failed: 'No funcionó. Guarda la imagen en su lugar.',
  nothing: 'Elige un gráfico.',
}
