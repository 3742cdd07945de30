/** Spanish texts of the analysis on this device. */
import type { Texts } from '../en.ts'

export const local: Texts['local'] = {
  title: 'Suelta el zip',
  text: '¿Ya tienes el zip? Se analiza aquí, en este navegador. Nada de él se envía a ninguna parte.',
  choose: 'Elegir el zip',
  chooseFolder: 'Elegir la carpeta',
  drop: 'O suelta en cualquier parte de esta página el zip, la carpeta descomprimida o varios paquetes.',
  looking: 'Mirando en la carpeta…',
  notZip:
    'Esto no es un paquete: elige el zip tal como te lo dio Discord, o la carpeta en la que se descomprimió.',
  tooMany: 'Son más de 20 paquetes: elige menos.',
  unreadable: 'El navegador no ha podido leerlo. Elígelo otra vez.',
  older: (missing) =>
    `Este navegador es demasiado antiguo para analizar un paquete (le falta ${missing}). Usa Chrome 122, Firefox 135, Safari 18.4 o posterior, o pega el enlace.`,
  working: 'Analizando en este dispositivo',
  package: (number, total, name) => `Paquete ${number} de ${total}: ${name}`,
  progress: (done, total, rate) => `${done} de ${total}, ${rate}/s`,
  left: (time) => `Queda ${time}, más o menos.`,
  ready: 'Preparando…',
  stay: 'Deja esta pestaña abierta hasta que termine. No se envía nada.',
  cancel: 'Cancelar',
  failed: 'Este navegador no ha podido sacar un resultado de este paquete.',
  broke:
    'El análisis se interrumpió: puede que a la pestaña le faltara memoria, o que el archivo se cambiara o moviera mientras tanto.',
  advice: 'Hay otra forma: `dumpus-server analyze package.zip --open` en un ordenador, o el enlace.',
  several: {
    title: 'Los paquetes están analizados',
    sameOwner: (count, name) => `${count} de estos paquetes son de ${name}.`,
    kept: 'Están guardados en este navegador.',
    notKept: 'Solo están en esta pestaña: abre uno antes de cerrarla.',
    back: 'Volver al inicio',
  },
}
