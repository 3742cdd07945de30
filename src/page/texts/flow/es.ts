/** Spanish texts of the way to a result. */
import { createFormats } from '../formats.ts'
import type { Texts } from '../en.ts'

const { plural } = createFormats('es')

export const flow: Texts['flow'] = {
  title: 'Tus años en Discord, en imágenes',
  lead: 'Cualquiera puede pedirle a Discord una copia de sus datos. Aquí puedes ver la tuya: a quién escribías, a qué horas estabas en línea, quién llegó y quién se fue. No se envía nada a nadie más.',
  link: {
    title: 'Pega el enlace',
    text: 'Este servidor descarga el paquete de Discord y lo analiza. El enlace y el resultado son tuyos: el servidor no puede leer lo que guarda.',
    label: 'Enlace del botón «Descargar» del correo de Discord',
    placeholder: 'https://click.discord.com/ls/click?upn=…',
    go: 'Vamos',
    good: 'Parece un enlace de paquete.',
    cut: 'Es un enlace de Discord, pero le falta una parte: copia el enlace del botón, no su texto.',
    other:
      'No es un enlace de paquete. Los enlaces de paquete empiezan por https://click.discord.com/ls/click?upn=',
    keep: 'Guardar en este navegador',
    keepHint: 'No lo actives en un equipo compartido.',
  },
  demo: {
    text: 'Échale antes un vistazo a todo con datos inventados.',
    go: 'Abrir la demo',
  },
  kept: {
    title: 'Guardado en este navegador',
    open: 'Abrir',
    waiting: 'en proceso',
    forget: 'Quitar',
    size: (size, day) => `${size}, guardado el ${day}`,
    notForgotten:
      'No se pudo quitar: sigue guardado en este navegador. Inténtalo otra vez o borra los datos de este sitio en los ajustes del navegador.',
  },
  howTo: {
    title: 'Cómo conseguir tu paquete',
    steps: [
      'En Discord, abre Ajustes de usuario › Datos y privacidad › «Solicitar todos mis datos».',
      'Marca al menos «Mensajes» y «Actividad» y envía la solicitud.',
      'En unas horas o unos días, Discord te enviará un correo. El botón contiene el enlace, que es válido unos 30 días.',
    ],
  },
  leaves: {
    title: 'Qué sale de este dispositivo',
    items: [
      'Si sueltas el zip, nada. Si pegas un enlace, va solo a este servidor, que descarga el paquete de Discord.',
      'El servidor guarda el resultado cifrado. La clave forma parte de tu enlace; el servidor no la guarda.',
      'No se contacta con ningún otro servidor: ni fuentes, ni imágenes, ni rastreadores.',
    ],
  },
  insecure:
    'La conexión con este servidor no está cifrada (solo http): cualquiera que espíe tu red puede leer el enlace y el resultado. En casa quizá no sea un problema.',
  working: {
    title: 'Estamos procesando tu paquete',
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
    analyzingHint: 'Mensajes, eventos, llamadas. Un paquete grande tarda cerca de un minuto.',
    unreachable: 'El servidor no responde en este momento. Esta página lo sigue intentando.',
    busy: 'El servidor está ocupado y no acepta nada más de ti en este momento. Esta página lo sigue intentando.',
    mayClose:
      'Puedes cerrar esta página: el servidor sigue trabajando y este navegador sabrá dónde encontrar el resultado.',
    mustStay: 'Deja esta página abierta o guarda el enlace: este navegador no lo conserva.',
    leave: 'Volver al inicio',
    steps: ['Espera', 'Descarga', 'Análisis', 'Resultado'],
  },
  problems: {
    title: 'No funcionó',
    INVALID_LINK:
      'No es el enlace de un paquete de datos. Copia el enlace completo del botón del correo de Discord.',
    EXPIRED_LINK:
      'Discord ya no ofrece este paquete: los enlaces duran unos 30 días. Pídele uno nuevo a Discord.',
    MISSING_USER_DATA: 'Este paquete no indica a quién pertenece.',
    UNKNOWN_PACKAGE_ID: 'Este servidor ya no tiene el resultado. Vuelve a pegar el enlace.',
    NO_RESULT: 'Este servidor no tiene este resultado.',
    UNAUTHORIZED: 'El enlace no corresponde a este resultado. Vuelve a pegarlo.',
    UNKNOWN_ERROR: 'El servidor no pudo analizar este paquete.',
    PAGE_ERROR: 'No se pudo abrir el resultado en este navegador.',
    reason: (sentence) => `Motivo: ${sentence}`,
    reasons: {
      link_redirects_away: 'El enlace redirige a una dirección de la que este servidor no descarga nada.',
      link_not_a_package:
        'El enlace no lleva a un archivo zip. Discord usa el mismo tipo de enlace en todos sus correos.',
      download_failed: 'No se pudo descargar el paquete, ni siquiera tras varios intentos.',
      download_too_slow: 'El paquete llegaba demasiado despacio y se canceló la descarga.',
      archive_too_large: 'El archivo supera el tamaño que se acepta aquí.',
      archive_not_a_zip: 'El archivo no es un zip o está incompleto.',
      archive_corrupt: 'El archivo está dañado: sus partes se contradicen.',
      file_unreadable: 'No se pudo leer un archivo, o cambió durante la lectura.',
      archive_encrypted: 'El archivo está cifrado con contraseña.',
      archive_unsupported: 'El archivo usa un método de compresión que los paquetes de datos no usan.',
      archive_bomb: 'Al descomprimirlo, el archivo supera el tamaño que se acepta aquí.',
      archive_too_many_entries: 'El archivo contiene más elementos de los que se aceptan aquí.',
      package_too_complex: 'El paquete contiene más datos distintos de los que caben en la memoria prevista.',
      result_too_large: 'La base de datos resultante supera el tamaño que se acepta aquí.',
      analysis_too_long: 'El análisis tardó más de lo que permite este servidor.',
      analysis_crashed: 'El análisis de este paquete falló varias veces.',
      disk_full: 'Al servidor no le queda espacio en disco para el paquete.',
      server_overloaded:
        'Al servidor le faltaron memoria o descriptores de archivo durante horas; su registro dice dónde.',
      internal: 'Algo falló en el servidor; su registro dice dónde.',
      wrong_address: 'La Backend URL de la aplicación tiene una ruta que no existe en este servidor.',
      network_not_allowed: 'Este servidor solo acepta paquetes desde ciertas redes.',
      queue_full: 'La cola de este servidor está llena. Inténtalo más tarde.',
      address_full:
        'Hay demasiados paquetes sin terminar desde esta dirección. Envía el siguiente enlace cuando termine uno.',
      too_many_requests: 'Demasiados enlaces desde esta dirección. Inténtalo de nuevo en un minuto.',
    },
  },
}
