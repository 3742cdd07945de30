/** Spanish texts of the page around the screens. */
import type { Texts } from '../en.ts'

export const shell: Texts['shell'] = {
  skip: 'Ir al contenido',
  opening: 'Abriendo…',
  owner: (name) => `${name} en Discord`,
  nobody: 'Alguien en Discord',
  demo: 'persona inventada',
  period: 'Periodo',
  all: 'Todo',
  year: (year) => `Solo ${year}`,
  zone: 'Zona horaria',
  ownZone: (zone) => `Aquí (${zone})`,
  roundedZone:
    'El desfase de esta zona no es de horas completas y los datos solo conocen horas completas, así que se redondea.',
  theme: 'Tema',
  themes: { system: 'Como el sistema', light: 'Claro', dark: 'Oscuro' },
  share: 'Compartir',
  language: 'Idioma',
  clock: 'Reloj',
  clocks: { '': 'Según el idioma', h23: '24 horas', h12: '12 horas' },
  close: 'Cerrar este paquete',
  screens: 'Vistas',
  footers: {
    start: 'Esta página no contacta con ningún otro servidor.',
    server:
      'Calculado por este servidor y mostrado en este navegador. No se contactó con ningún otro servidor.',
    here: 'Calculado y mostrado en este navegador. No se contactó con ningún otro servidor.',
    viewed: 'Mostrado en este navegador. No se contactó con ningún otro servidor.',
  },
  api: 'API',
  keepFull: 'A este navegador no le queda espacio para el resultado: quita antes otro paquete.',
  keepRefused:
    'Este navegador no guarda nada para esta página (¿una ventana privada?): si la recargas, tendrás que volver a pegar el enlace o a elegir el zip.',
  nothingInPeriod: 'No hay nada en este periodo',
  widen: 'Mostrar todo',
  noMessages: 'Este paquete no tiene mensajes',
  noMessagesHint: 'Marca también «Mensajes» en tu próxima solicitud. Lo demás está en las otras vistas.',
  notFound: 'Esta vista no existe',
  toOverview: 'Ir al resumen',
  screenFailed: 'No se pudo mostrar esta vista',
  screenFailedHint: 'Las demás vistas siguen funcionando.',
  older: (tables) => `Este resultado es de una versión anterior o de otro programa. Falta: ${tables}.`,
  failed: 'No se pudo leer',
  loading: 'Leyendo…',
}
