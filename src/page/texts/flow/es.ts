/** Spanish texts of the way to a result. */
import { createFormats } from '../formats.ts'
import type { Texts } from '../en.ts'

const { plural } = createFormats('es')

export const flow: Texts['flow'] = {
  title: 'Tus años en Discord, en imágenes',
  lead: 'Discord da a cada cual una copia de sus datos. Aquí puedes ver los tuyos: a quién escribías, cuándo estabas en vela, quién llegó y quién se fue. Nadie más recibe nada.',
  link: {
    title: 'Pega el enlace',
    text: 'Este servidor descarga el paquete de Discord y lo analiza. El enlace y el resultado son tuyos: el servidor no puede leer lo que guarda.',
    label: 'El enlace del botón «Descargar» del correo de Discord',
    placeholder: 'https://click.discord.com/ls/click?upn=…',
    go: 'Vamos',
    good: 'Es un enlace de paquete.',
    cut: 'Es un enlace de Discord, pero le falta un trozo: copia el enlace del botón, no su texto.',
    other: 'No es un enlace de paquete. Empiezan por https://click.discord.com/ls/click?upn=',
    keep: 'Guardarlo en este navegador',
    keepHint: 'Mejor no en un ordenador compartido.',
  },
  demo: {
    title: '¿Solo quieres mirar?',
    text: 'Míralo todo primero con datos inventados.',
    go: 'Abrir la demo',
  },
  kept: {
    title: 'Guardado en este navegador',
    open: 'Abrir',
    waiting: 'todavía en marcha',
    forget: 'Olvidar',
    size: (size, day) => `${size}, desde el ${day}`,
  },
  howTo: {
    title: 'Cómo conseguir tu paquete',
    steps: [
      'En Discord, abre Ajustes de usuario › Datos y privacidad › «Solicitar todos mis datos».',
      'Marca al menos Mensajes y Actividad y envía la solicitud.',
      'Discord te manda un correo en unas horas o días. El enlace está en su botón y vale unos 30 días.',
    ],
  },
  leaves: {
    title: 'Qué sale de este dispositivo',
    items: [
      'El enlace, solo hacia este servidor. El servidor descarga el paquete de Discord.',
      'El resultado vuelve cifrado y se abre aquí. La clave forma parte de tu enlace; el servidor no la guarda.',
      'No se contacta con ningún otro servidor: ni fuentes, ni imágenes, ni rastreo.',
    ],
  },
  insecure:
    'La conexión con este servidor no está cifrada (http simple): quien escuche tu red puede leer el enlace y el resultado. En casa puede valer.',
  working: {
    title: 'Tu paquete está en marcha',
    sending: 'Enviando el enlace…',
    waiting: 'En la cola',
    queue: (before) =>
      before === 0
        ? 'El tuyo es el siguiente.'
        : plural(before, { one: '# paquete antes que el tuyo.', other: '# paquetes antes que el tuyo.' }),
    downloading: 'Descargando de Discord',
    bytes: (done, total) => `${done} de ${total}`,
    someBytes: (done) => `${done} hasta ahora`,
    analyzing: 'Analizando',
    analyzingHint: 'Mensajes, eventos, llamadas. Los paquetes grandes tardan un minuto.',
    left: (time) => `quedan unos ${time}`,
    unreachable: 'El servidor no responde ahora mismo. Esta página lo sigue intentando.',
    mayClose:
      'Puedes cerrar esta página: el servidor sigue trabajando y este navegador sabrá encontrar el resultado.',
    mustStay: 'Deja esta página abierta o guarda el enlace: este navegador no lo recuerda.',
    leave: 'Volver al inicio',
    steps: ['Esperar', 'Descargar', 'Analizar', 'Mirar'],
  },
  problems: {
    title: 'No ha funcionado',
    again: 'Intentarlo de nuevo',
    INVALID_LINK:
      'No es el enlace de un paquete de datos. Copia el enlace entero del botón del correo de Discord.',
    EXPIRED_LINK:
      'Discord ya no entrega este paquete: los enlaces duran unos 30 días. Pide uno nuevo a Discord.',
    MISSING_USER_DATA: 'En este paquete no hay nada que contar.',
    UNKNOWN_PACKAGE_ID: 'Este servidor ya no tiene el resultado. Pega el enlace otra vez.',
    UNAUTHORIZED: 'El enlace no corresponde a este resultado. Pega el enlace otra vez.',
    UNKNOWN_ERROR: 'El servidor no ha podido analizar este paquete.',
    PAGE_ERROR: 'No se ha podido abrir el resultado en este navegador.',
    reason: (sentence) => `El motivo: ${sentence}`,
  },
}
