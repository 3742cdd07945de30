/** Spanish texts of the screen Ask. */
import { createFormats } from '../formats.ts'
import type { Texts } from '../en.ts'

const { plural } = createFormats('es')

export const ask: Texts['ask'] = {
  title: 'Haz tu propia pregunta',
  lead: 'Tu resultado es una base de datos SQLite. Pregúntale lo que quieras en SQL: nada sale de este navegador y nada se puede romper, porque cada pregunta se hace sobre una copia.',
  sql: 'Pregunta en SQL',
  ready: 'Preguntas ya hechas',
  choose: 'Elige una…',
  run: 'Preguntar',
  stop: 'Parar',
  running: 'Leyendo…',
  stopped: 'Parado.',
  keys: 'También con Ctrl + Intro.',
  took: (rows, seconds) => `${plural(rows, { one: '# fila', other: '# filas' })} en ${seconds} s`,
  cut: (rows) => `Solo se muestran las primeras ${rows} filas.`,
  nothing: 'Ninguna fila: la pregunta se hizo, pero nada coincide.',
  failed: 'SQLite dice',
  csv: 'Guardar como CSV',
  answer: 'Respuesta',
  chartOf: (value, by) => `${value} por ${by}`,
  tables: 'Tablas y columnas',
  tablesLead: 'Elige una tabla para ver sus primeras filas.',
  questions: {
    people: 'Personas, con mensajes y ánimo',
    places: 'Servidores, con mensajes',
    channels: 'Canales, con mensajes',
    calls: 'Todas las llamadas',
    sessions: 'Todos los usos de la aplicación',
    words: 'Palabras',
    emoji: 'Emojis',
    reactions: 'Reacciones',
    games: 'Juegos',
    devices: 'Sistemas y aplicaciones',
    payments: 'Pagos',
    relationships: 'Amigos, solicitudes y bloqueos por año',
    servers: 'Servidores en los que entraste o que dejaste',
    gaps: 'Épocas sin actividad',
    coverage: 'Qué trae el paquete',
    streaming: 'Transmisiones de vídeo por mes',
    gameMonths: 'Juegos por mes',
    deleted: 'Mensajes borrados por año',
    totals: 'Palabras, enlaces y respuestas por canal',
    owner: 'De quién es el paquete',
  },
}
