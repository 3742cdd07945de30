/** Spanish texts of the screen This device. */
import type { Texts } from '../en.ts'

export const device: Texts['device'] = {
  package: 'Este paquete',
  inBrowser: 'El resultado y el enlace se guardan en este navegador hasta que los quites.',
  inTab: 'El resultado y el enlace solo están en esta pestaña: al cerrarla desaparecen.',
  fileInTab: 'El resultado solo está en esta pestaña: al cerrarla desaparece.',
  fromFile: 'El resultado se guarda en este navegador hasta que lo quites. No tiene enlace.',
  demo: 'La demo no se guarda en ningún sitio.',
  size: (bytes) => `El resultado ocupa ${bytes}.`,
  saveSqlite: 'Guardar como .sqlite',
  saveTables: 'Guardar todas las tablas como CSV',
  saving: 'Guardando…',
  forget: 'Quitar de este navegador',
  deleteAtServer: 'Borrar del servidor',
  deleteSure:
    '¿Seguro que quieres borrarlo? Tampoco estará ya en la aplicación ni en tus otros dispositivos.',
  deleteYes: 'Borrar',
  deleteNo: 'Conservar',
  deleted: 'El servidor lo ha borrado. En este navegador aún puedes verlo.',
  notDeleted: 'El servidor no lo borró. Inténtalo más tarde.',
  room: 'Espacio en este navegador',
  used: (used, all) => `Esta página ocupa ${used} de unos ${all}.`,
  settings: 'Ajustes',
  zoneHint: 'La zona horaria está en la barra de arriba.',
  shared:
    'Cualquiera que use este navegador puede abrir lo que se guarda aquí. En un equipo compartido, quítalo al terminar.',
  app: {
    title: 'Abrir en la aplicación Dumpus',
    text: 'La aplicación pide sus datos a un servidor. Este navegador cifra el resultado con una clave nueva y se lo da a este servidor. La clave solo está en el enlace que recibes: hasta que la aplicación abra el enlace, el servidor no puede leer el resultado.',
    make: 'Crear un enlace para la aplicación',
    working: 'Cifrando y enviando…',
    steps: [
      'En la aplicación Dumpus, elige introducir un enlace de Discord y abre «Advanced».',
      'Escribe la dirección de este servidor en «Backend URL».',
      'Pega el enlace.',
    ],
    backend: 'Backend URL',
    link: 'Enlace',
    copy: 'Copiar',
    copied: 'Copiado',
    secret: 'El enlace solo se muestra aquí. Cualquiera que lo tenga puede ver el resultado.',
    takeBack: 'Quitarlo del servidor',
    takenBack: 'El servidor lo ha borrado. El enlace ya no funciona.',
    problems: {
      uploads_off: 'Este servidor no acepta resultados para la aplicación.',
      body_too_large: 'El resultado es más grande de lo que acepta este servidor.',
      too_many_requests: 'Demasiadas solicitudes en poco tiempo. Inténtalo en un minuto.',
      too_many_uploads: 'Este servidor no puede guardar más resultados. Inténtalo más tarde.',
      unreachable: 'El servidor no respondió. Inténtalo de nuevo.',
    },
  },
}
