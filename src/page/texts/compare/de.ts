/** German texts of the screen Compare. */
import type { Texts } from '../en.ts'

export const compare: Texts['compare'] = {
  people: {
    title: 'Zwei Personen',
    lead: 'Nebeneinander, im gleichen Maßstab.',
    first: 'Erste Person',
    second: 'Zweite Person',
    choose: 'Wähle zwei Personen, um sie nebeneinander zu sehen.',
    none: 'Dieses Paket enthält weniger als zwei Personen zum Vergleichen.',
  },
  packages: {
    title: 'Zwei Pakete',
    lead: 'Ein älteres Paket von dir enthält vielleicht noch, was im neueren fehlt. Pakete von zwei Personen lassen sich nebeneinander ansehen.',
    other: 'Das andere Paket',
    none: '–',
    file: 'Eine gespeicherte .sqlite-Datei',
    notOne: 'Diese Datei ist nicht das Ergebnis eines Pakets.',
    sameOwner: 'Beide Pakete gehören derselben Person.',
    otherOwner:
      'Diese Pakete gehören nicht nachweislich derselben Person: Sie lassen sich vergleichen, aber nicht zusammenführen.',
    merge: 'Zusammenführen',
    mergeHint:
      'Für jeden Kanal und jede Stunde gilt die höchste Zahl; Anrufe, Sitzungen und Zahlungen kommen aus allen Paketen, ohne Doppelte. Die Pakete bleiben unverändert.',
    merging: 'Wird zusammengeführt …',
    failed: 'Das Zusammenführen hat nicht geklappt',
    onlyOlder: 'Was nur das ältere hat',
    thisOne: 'Dieses Paket',
    thatOne: 'Das andere',
    river: {
      title: 'Nachrichten beider Pakete',
      sentence: (name, span) => `Am breitesten: ${name}, ${span}.`,
      short: 'Dieses Diagramm braucht mindestens drei Monate. So viele haben die Pakete nicht.',
      reading: 'Je breiter das Band, desto mehr Nachrichten in dieser Zeit.',
    },
  },
  clocks: 'Wochen und Nächte im gleichen Maßstab: jeweils als Anteil an den eigenen Nachrichten.',
  facts: {
    messages: 'Nachrichten',
    people: 'Angeschriebene Personen',
    places: 'Server',
    callTime: 'Gesprächszeit',
    calls: 'Anrufe',
    payments: 'Zahlungen',
    perDay: 'Nachrichten am Tag',
    first: 'Erste Nachricht',
    last: 'Letzte Nachricht',
    mood: 'Stimmung',
    longest: 'Längster Anruf',
  },
}
