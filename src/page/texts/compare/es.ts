/** Spanish texts of the screen Compare. */
import type { Texts } from '../en.ts'

export const compare: Texts['compare'] = {
  people: {
    title: 'Dos personas',
    lead: 'Una junto a otra, a la misma escala.',
    first: 'Primera persona',
    second: 'Segunda persona',
    choose: 'Elige dos personas para verlas una junto a otra.',
    none: 'En este periodo no hay dos personas que comparar.',
  },
  packages: {
    title: 'Dos paquetes',
    lead: 'Un paquete tuyo más antiguo quizá conserve lo que ya no está en el nuevo. Los de dos personas se pueden ver uno junto a otro.',
    other: 'El otro paquete',
    none: '–',
    file: 'O un archivo .sqlite que hayas guardado',
    notOne: 'Este archivo no es el resultado de un paquete.',
    sameOwner: 'Los dos paquetes son tuyos.',
    otherOwner: 'Estos paquetes son de dos personas: se pueden comparar, pero no unir.',
    merge: 'Unir en uno',
    mergeHint:
      'De cada hora, el recuento más completo de los dos; las llamadas, sesiones y pagos de ambos, una sola vez. Los dos paquetes quedan como están.',
    merging: 'Uniendo…',
    failed: 'No se han podido unir',
    onlyOlder: 'Lo que solo tiene el antiguo',
    thisOne: 'Este paquete',
    thatOne: 'El otro',
  },
  clocks: 'Semanas y noches en una misma escala: qué parte de los mensajes de cada lado se envió entonces.',
  facts: {
    messages: 'Mensajes',
    people: 'Personas a las que escribiste',
    places: 'Servidores',
    callTime: 'En llamada',
    calls: 'Llamadas',
    payments: 'Pagos',
    perDay: 'Mensajes al día',
    first: 'Primer mensaje',
    last: 'Último mensaje',
    mood: 'Ánimo',
    longest: 'Llamada más larga',
  },
}
