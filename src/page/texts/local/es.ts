/** Spanish texts of the dropped zip: the analysis on this device. */
import type { Texts } from '../en.ts'

export const local: Texts['local'] = {
  title: 'Suelta el zip',
  text: '¿Ya tienes el zip? Se analiza aquí, en este navegador. Nada de él se envía a ninguna parte.',
  choose: 'Elegir el zip',
  drop: 'O suéltalo en cualquier parte de esta página.',
  notZip: 'Esto no es un zip: elige el paquete tal como te lo dio Discord.',
  tooMany: 'Un paquete cada vez: elige un solo zip.',
  older: (missing) =>
    `Este navegador es demasiado antiguo para analizar un paquete (le falta ${missing}). Usa Chrome 122, Firefox 135, Safari 18.4 o posterior, o pega el enlace.`,
  working: 'Analizando en este dispositivo',
  progress: (done, total, rate) => `${done} de ${total}, ${rate}/s`,
  left: (time) => `Queda ${time}, más o menos.`,
  ready: 'Preparando…',
  stay: 'Deja esta pestaña abierta hasta que termine. No se envía nada.',
  cancel: 'Cancelar',
  advice: 'Hay otra forma: `dumpus-server analyze package.zip --open` en un ordenador, o el enlace.',
}
