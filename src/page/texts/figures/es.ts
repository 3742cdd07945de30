/** Spanish texts of the figures. */
import { createFormats } from '../formats.ts'
import type { FigureTexts } from '../en.ts'

const { number, plural } = createFormats('es')
const daysInARow = (count: number) => plural(count, { one: '# día', other: '# días seguidos' })
const daysOf = (count: number) => plural(count, { one: '# día', other: '# días' })
const messagesOf = (count: number) => plural(count, { one: '# mensaje', other: '# mensajes' })
const paymentsOf = (count: number) => plural(count, { one: '# pago', other: '# pagos' })

export const figures: FigureTexts = {
  frame: {
    picture: 'gráfico',
    asTable: 'Ver como tabla',
    keys: 'Recorre los valores con las flechas del teclado.',
    empty: 'No hay nada en este periodo.',
    failed: 'No se pudo dibujar este gráfico. El resto de la página sigue funcionando.',
    noActivity: 'Este paquete no incluye tu actividad. Marca también «Actividad» en tu próxima solicitud.',
    olderVersion: 'No está en este resultado',
    unnamed: 'Sin nombre',
    others: 'Todos los demás',
    rows: (count) => plural(count, { one: '# fila', other: '# filas' }),
    moreRows: (count) => plural(count, { one: 'Mostrar # fila más', other: 'Mostrar # filas más' }),
    search: 'Buscar',
    noMatch: 'Sin resultados.',
  },
  units: {
    messages: messagesOf,
    days: daysOf,
    times: (count) => plural(count, { one: 'una vez', other: '# veces' }),
    starts: (count) => plural(count, { one: '# inicio', other: '# inicios' }),
    reactions: (count) => plural(count, { one: '# reacción', other: '# reacciones' }),
    payments: paymentsOf,
    streams: (count) => plural(count, { one: '# transmisión', other: '# transmisiones' }),
  },
  columns: {
    name: 'Nombre',
    person: 'Persona',
    place: 'Servidor',
    day: 'Día',
    week: 'Semana del',
    month: 'Mes',
    year: 'Año',
    weekday: 'Día de la semana',
    hour: 'Hora',
    time: 'Hora',
    messages: 'Mensajes',
    duration: 'Duración',
    calls: 'Llamadas',
    callTime: 'Tiempo en llamada',
    longestCall: 'Llamada más larga',
    first: 'Primer día',
    last: 'Último día',
    mood: 'Tono',
    joined: 'Entrada',
    count: 'Cantidad',
    rank: 'Puesto',
    share: 'Porcentaje',
    amount: 'Importe',
    description: 'Concepto',
    metric: 'Indicador',
  },
  metrics: { messages: 'Mensajes', calls: 'Tiempo en llamada', starts: 'Inicios', reactions: 'Reacciones' },
  gaps: {
    hatched: 'Zonas rayadas: puede que Discord no registrara nada.',
    before: 'Aún sin registrar',
    turnedOff: (control) => `Desactivado: ${control}`,
    missing: (messages) => `Aquí escribiste ${messages}, pero Discord no guardó tu actividad`,
    quiet: 'Sin movimiento: ni actividad ni mensajes',
  },
  timeline: {
    title: 'Mensajes a lo largo del tiempo',
    sentence: (peak, value, average) => `Máximo: ${peak}, con ${value}. De media, ${average} al día.`,
    oneDay: (day, value) => `${value} el ${day}.`,
    inWeek: (day) => `semana del ${day}`,
  },
  brush: { title: 'Periodo', from: 'Desde', to: 'Hasta' },
  river: {
    title: 'La gente de tus años',
    sentence: (name, span) => `La franja más ancha: ${name}, ${span}.`,
    short: 'Este gráfico necesita al menos tres meses: elige un periodo más largo.',
    reading: 'Cuanto más ancha la franja, más escribiste a esa persona en esa época.',
  },
  rank: {
    title: 'A quién escribiste más, año a año',
    sentence: (name, years) => `${name} fue n.º 1 en ${years}.`,
    always: (name) => `${name} fue n.º 1 todos los años.`,
    changes: (count) =>
      plural(count, {
        one: 'El primer puesto cambió de manos una vez.',
        other: 'El primer puesto cambió de manos # veces.',
      }),
    place: (rank, name, year) => `${year}: n.º ${rank}, ${name}`,
    off: 'nadie',
  },
  week: {
    title: 'Tu semana',
    sentence: (weekday, hour) => `El momento más activo: ${weekday}, ${hour}.`,
    sentenceShift: (weekday, hour, shift) => `El momento más activo: ${weekday}, ${hour}; ${shift}.`,
    later: (year, hours) =>
      `desde ${year}, ${plural(hours, { one: 'una hora', other: '# horas' })} más tarde`,
    earlier: (year, hours) => `desde ${year}, ${plural(hours, { one: 'una hora', other: '# horas' })} antes`,
    cell: (weekday, hour, value) => `${weekday}, ${hour}: ${value}`,
    less: 'menos',
    more: 'más',
  },
  nights: {
    title: 'Tus noches',
    sentence: (share, year) => `En ${year}, enviaste el ${share} de tus mensajes entre medianoche y las 5.`,
    compared: (share, year, before, beforeYear) =>
      `Entre medianoche y las 5: el ${share} de tus mensajes en ${year}, el ${before} en ${beforeYear}.`,
    ofMetric: (metric, share, year) => `${metric} entre medianoche y las 5: el ${share} en ${year}.`,
    ofMetricCompared: (metric, share, year, before, beforeYear) =>
      `${metric} entre medianoche y las 5: el ${share} en ${year}, el ${before} en ${beforeYear}.`,
    cell: (year, hour, share, value) => `${year}, ${hour}: ${share}, ${value}`,
    reading: 'Una línea por año, de mediodía a mediodía: qué parte del año cae en cada hora.',
  },
  calendar: {
    title: 'Día a día',
    sentence: (day, value) => `Tu día más activo: el ${day}, con ${value}.`,
    nothing: 'nada',
    lane: 'La línea bajo cada año indica cuándo registró Discord tu actividad. En las zonas rayadas puede que no registrara nada.',
    lanes: (names) =>
      `Líneas bajo cada año, de arriba abajo: ${names}. En las zonas rayadas puede que no se registrara nada.`,
  },
  writeOrCall: {
    title: 'Escribir o llamar',
    sentence: (caller, writer) => `Más tiempo de llamada por mensaje: ${caller}; menos: ${writer}.`,
    onlyWrite: (people) =>
      plural(people, {
        one: 'Escribes a # persona y no llamas a nadie.',
        other: 'Escribes a # personas y no llamas a ninguna.',
      }),
    messagesAxis: 'Mensajes',
    minutesAxis: 'Minutos en llamada',
    point: (name, messages, minutes) => `${name}: ${messages}, ${minutes} en llamada`,
  },
  lifelines: {
    title: 'La vida de tus servidores',
    sentence: (name, span) => `El más duradero: ${name}, ${span}.`,
    reading: 'Desde que te uniste hasta tu último mensaje. Cuanto más gruesa la línea, más escribiste.',
    joined: (day) => `te uniste el ${day}`,
    hasLeft: 'abandonado',
    row: (name, from, to, messages) => `${name}: del ${from} al ${to}, ${messages}`,
    quiet: (name) => `${name}: sin mensajes`,
  },
  everyCall: {
    title: 'Todas las llamadas',
    sentence: (name, length, day) => `La más larga: ${length} con ${name}, el ${day}.`,
    sentencePlace: (name, length, day) => `La más larga: ${length}, el ${day} (${name}).`,
    sentenceNobody: (length, day) => `La más larga: ${length}, el ${day}.`,
    reading:
      'Un trazo por llamada: su longitud indica la duración y su posición, la hora. La medianoche está en el centro.',
    call: (day, hour, length, name) => `${day}, ${hour}: ${length}, ${name}`,
    empty: 'No hay llamadas en este periodo.',
    elsewhere: 'Otros lugares',
  },
  wordsWent: {
    title: 'Adónde fueron tus palabras',
    sentence: (share, name) => `La parte más grande: ${name}, con el ${share} de tus mensajes.`,
    direct: 'Mensajes directos',
    cell: (name, messages, share) => `${name}: ${messages}, ${share}`,
    rest: (count) => plural(count, { one: '# más', other: '# más' }),
  },
  screens: {
    title: 'Las pantallas de tu vida',
    sentence: (os, share) => `El ${share} de tu tiempo fue en ${os}.`,
    changed: (from, to, year) => `Desde ${year}, usas ${to} en lugar de ${from}.`,
    reading: 'Horas al mes en Discord, por sistema.',
  },
  thenAndNow: {
    title: 'Antes y ahora',
    sentence: (then, before, now, after) =>
      `${messagesOf(before)} al día en ${then}, ${number(after)} en ${now}.`,
    messagesPerDay: 'Mensajes al día',
    callMinutesPerDay: 'Llamadas: min al día',
    people: 'Personas contactadas',
    places: 'Servidores activos',
    nightShare: 'Enviados de noche',
    busiestHour: 'Hora más activa',
    topPerson: 'Más mensajes a',
    topPlace: 'Más mensajes en',
    change: (metric, then, now) => `${metric}: ${then} antes, ${now} ahora`,
  },
  monthPlaces: { title: 'Llamadas por mes', sentence: (month, hours) => `Máximo: ${month}, con ${hours}.` },
  streaks: {
    title: 'Rachas',
    sentence: (days, from, to) => `La más larga: ${daysInARow(days)}, del ${from} al ${to}.`,
    row: (days, from, to) => `${daysOf(days)}: del ${from} al ${to}`,
  },
  answer: { title: 'Gráfico' },
  people: {
    title: 'Personas',
    search: 'Buscar personas',
    deleted: 'cuenta eliminada',
    moodUnknown: 'desconocido',
  },
}
