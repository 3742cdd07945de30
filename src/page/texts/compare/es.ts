/** Spanish texts of the screen Compare. */
import type { Texts } from '../en.ts'

export const compare: Texts['compare'] = {
  people: {
    title: 'Dos personas',
    lead: 'En paralelo y a la misma escala.',
    first: 'Primera persona',
    second: 'Segunda persona',
    choose: 'Elige dos personas para verlas en paralelo.',
    none: 'En este paquete no hay dos personas que comparar.',
  },
  packages: {
    title: 'Dos paquetes',
    lead: 'Un paquete tuyo más antiguo quizá conserve lo que ya no está en el nuevo. Los paquetes de dos personas se pueden ver en paralelo.',
    other: 'El otro paquete',
    none: '–',
    file: 'Un archivo .sqlite que hayas guardado',
    notOne: 'Este archivo no es el resultado de un paquete.',
    sameOwner: 'Los dos paquetes son de la misma persona.',
    otherOwner:
      'No consta que estos paquetes sean de la misma persona: se pueden comparar, pero no combinar.',
    merge: 'Combinar en uno',
    mergeHint:
      'Para cada canal y hora vale la cifra más alta; las llamadas, las sesiones y los pagos se toman de todos los paquetes, sin duplicados. Los paquetes quedan como están.',
    merging: 'Combinando…',
    failed: 'No se pudieron combinar',
    onlyOlder: 'Lo que solo tiene el antiguo',
    thisOne: 'Este paquete',
    thatOne: 'El otro',
    river: {
      title: 'Mensajes de los dos paquetes',
      sentence: (name, span) => `La franja más ancha: ${name}, ${span}.`,
      short: 'Este gráfico necesita al menos tres meses: estos paquetes abarcan menos.',
      reading: 'Cuanto más ancha la franja, más mensajes en esa época.',
    },
  },
  clocks: 'Semanas y noches a la misma escala: como parte de los mensajes de cada lado.',
  facts: {
    messages: 'Mensajes',
    people: 'Personas contactadas',
    places: 'Servidores',
    callTime: 'Tiempo en llamada',
    calls: 'Llamadas',
    payments: 'Pagos',
    perDay: 'Mensajes al día',
    first: 'Primer mensaje',
    last: 'Último mensaje',
    mood: 'Tono',
    longest: 'Llamada más larga',
  },
}
