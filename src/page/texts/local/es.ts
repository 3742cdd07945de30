/** Spanish texts of the analysis on this device. */
import type { Texts } from '../en.ts'

export const local: Texts['local'] = {
  title: 'Suelta el zip',
  text: '¿Ya tienes el zip? Se analiza aquí, en este navegador. No se envía nada a ninguna parte.',
  choose: 'Elegir el zip',
  chooseFolder: 'Elegir la carpeta',
  drop: 'O suelta en cualquier parte de esta página el zip, la carpeta descomprimida o varios paquetes.',
  looking: 'Revisando la carpeta…',
  notZip: 'Esto no es un paquete: elige el zip tal como te lo envió Discord, o la carpeta descomprimida.',
  tooMany: 'Son más de 20 paquetes: elige menos.',
  unreadable: 'El navegador no pudo leerlo. Vuelve a elegirlo.',
  older: (missing) =>
    `Este navegador es demasiado antiguo para analizar un paquete (falta: ${missing}). Usa Chrome 122, Firefox 135, Safari 18.4 o una versión posterior, o pega el enlace.`,
  working: 'Analizando en este dispositivo',
  package: (number, total, name) => `Paquete ${number} de ${total}: ${name}`,
  progress: (done, total, rate) => `${done} de ${total}, ${rate}/s`,
  left: (time) => `Tiempo restante: aprox. ${time}.`,
  ready: 'Preparando…',
  stay: 'Deja esta pestaña abierta hasta que termine. No se envía nada.',
  cancel: 'Cancelar',
  failed: 'Este navegador no pudo analizar este paquete.',
  broke:
    'El análisis se interrumpió: puede que la pestaña se quedara sin memoria, o que el archivo se modificara o moviera mientras tanto.',
  advice: 'Hay otra opción: con `dumpus-server analyze package.zip --open` en un equipo o con el enlace.',
  several: {
    title: 'Análisis terminado',
    sameOwner: (count, name) => `${count} de estos paquetes son de ${name}.`,
    kept: 'Están guardados en este navegador.',
    notKept: 'Solo están en esta pestaña: abre uno antes de cerrarla.',
    someKept:
      'Algunos están guardados en este navegador. Los demás solo están en esta pestaña: abre uno antes de cerrarla.',
    tabOnly: 'solo en esta pestaña',
    back: 'Volver al inicio',
  },
}
