/** Spanish texts of the figures about amounts: words, emoji, games and money. */
import { createFormats } from '../formats.ts'
import type { AmountTexts } from '../en.ts'

const { plural } = createFormats('es')
const wordsOf = (count: number) => plural(count, { one: '# palabra', other: '# palabras' })
const paymentsOf = (count: number) => plural(count, { one: '# pago', other: '# pagos' })

export const amounts: AmountTexts = {
  words: { title: 'Tus palabras', sentence: (word, messages) => `«${word}» aparece en ${messages}.` },
  emoji: { title: 'Tus emojis', sentence: (emoji, messages) => `${emoji} aparece en ${messages}.` },
  reactions: { title: 'Tus reacciones', sentence: (emoji, count) => `${emoji}: ${count}.` },
  games: { title: 'Tus juegos', sentence: (name, time) => `${name} va en cabeza: ${time}.` },
  estimated: (oneIn) => `≈ indica una estimación: se leyó uno de cada ${oneIn} mensajes.`,
  money: {
    title: 'Lo que pagaste',
    sentence: (count, currencies) => `${paymentsOf(count)}: ${currencies}.`,
    never: 'Las distintas monedas nunca se suman.',
  },
  streams: {
    title: 'Transmisiones por mes',
    sentence: (month, value) => `Máximo: ${month}, con ${value}.`,
    reading: 'Transmisiones de vídeo que terminaron ese mes: las tuyas y las que viste.',
    kinds: { screen: 'Tu pantalla', camera: 'Tu cámara', watched: 'Vistas', other: 'Desconocidas' },
  },
  gameMonths: {
    title: 'Tus juegos, mes a mes',
    sentence: (name, days) => `El juego al que jugaste más días: ${name} (${days}).`,
    reading: 'Inicios al mes, por juego.',
  },
  writing: {
    title: 'Cuánto escribiste',
    sentence: (words) => `Escribiste ${wordsOf(words)}.`,
    novels: (words, novels) =>
      `Escribiste ${wordsOf(words)}: como para llenar ${plural(novels, { one: 'una novela', other: '# novelas' })}.`,
    reading: 'Estas cifras abarcan todos los años, sea cual sea el periodo elegido.',
    words: 'Palabras',
    wordsPerMessage: 'Palabras por mensaje',
    characters: 'Caracteres',
    links: 'Enlaces',
    attachments: 'Archivos adjuntos',
    replies: 'Respuestas',
  },
  deleted: {
    title: 'Mensajes que ya no están',
    sentence: (share, sent) => `Discord registró ${sent}; el ${share} ya no está en el paquete.`,
    detail: (deleted, sent) => `${deleted} de ${sent}`,
    reading: 'La actividad los menciona, pero ya no están entre tus mensajes. No se sabe quién los borró.',
    where: 'Dónde',
    recorded: 'Registrados',
    gone: 'Desaparecidos',
    places: { dm: 'Mensajes directos', group: 'Grupos', server: 'Servidores', unknown: 'Desconocido' },
  },
}
