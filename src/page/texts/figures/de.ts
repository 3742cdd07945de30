/** German texts of the figures. */
import { createFormats } from '../formats.ts'
import type { FigureTexts } from '../en.ts'

const { number, plural } = createFormats('de')
const daysInARow = (count: number) => plural(count, { one: '# Tag', other: '# Tage am Stück' })
const daysOf = (count: number) => plural(count, { one: '# Tag', other: '# Tage' })
const messagesOf = (count: number) => plural(count, { one: '# Nachricht', other: '# Nachrichten' })
const paymentsOf = (count: number) => plural(count, { one: '# Zahlung', other: '# Zahlungen' })

export const figures: FigureTexts = {
  frame: {
    picture: 'Diagramm',
    asTable: 'Als Tabelle',
    keys: 'Mit den Pfeiltasten gehst du von Wert zu Wert.',
    empty: 'Nichts in diesem Zeitraum.',
    failed: 'Dieses Diagramm konnte nicht gezeichnet werden. Alles andere auf der Seite funktioniert weiter.',
    noActivity:
      'Dieses Paket enthält keine Aktivitätsdaten. Wähle bei der nächsten Anfrage auch „Aktivität“ aus.',
    olderVersion: 'In diesem Ergebnis nicht enthalten',
    unnamed: 'Ohne Namen',
    others: 'Alle anderen',
    rows: (count) => plural(count, { one: '# Zeile', other: '# Zeilen' }),
    moreRows: (count) =>
      plural(count, { one: '# weitere Zeile anzeigen', other: '# weitere Zeilen anzeigen' }),
    search: 'Suchen',
    noMatch: 'Keine Treffer.',
  },
  units: {
    messages: messagesOf,
    days: daysOf,
    times: (count) => plural(count, { one: 'einmal', other: '#-mal' }),
    starts: (count) => plural(count, { one: '# Start', other: '# Starts' }),
    reactions: (count) => plural(count, { one: '# Reaktion', other: '# Reaktionen' }),
    payments: paymentsOf,
    streams: (count) => plural(count, { one: '# Stream', other: '# Streams' }),
  },
  columns: {
    name: 'Name',
    person: 'Person',
    place: 'Server',
    day: 'Tag',
    week: 'Woche ab',
    month: 'Monat',
    year: 'Jahr',
    weekday: 'Wochentag',
    hour: 'Stunde',
    time: 'Uhrzeit',
    messages: 'Nachrichten',
    duration: 'Dauer',
    calls: 'Anrufe',
    callTime: 'Gesprächszeit',
    longestCall: 'Längster Anruf',
    first: 'Erster Tag',
    last: 'Letzter Tag',
    mood: 'Stimmung',
    joined: 'Beigetreten',
    count: 'Anzahl',
    rank: 'Platz',
    share: 'Anteil',
    amount: 'Betrag',
    description: 'Wofür',
    metric: 'Messgröße',
  },
  metrics: { messages: 'Nachrichten', calls: 'Gesprächszeit', starts: 'Starts', reactions: 'Reaktionen' },
  gaps: {
    hatched: 'Schraffiert: Hier hat Discord vielleicht nichts aufgezeichnet.',
    before: 'Noch nicht aufgezeichnet',
    turnedOff: (control) => `Ausgeschaltet: ${control}`,
    missing: (messages) =>
      `Du hast hier ${messages} geschrieben, aber Discord hat keine Aktivitätsdaten behalten`,
    quiet: 'Ruhig: keine Aktivität und keine Nachrichten',
  },
  timeline: {
    title: 'Nachrichten im Lauf der Zeit',
    sentence: (peak, value, average) => `Höhepunkt: ${peak} mit ${value}. Im Schnitt ${average} am Tag.`,
    oneDay: (day, value) => `${value} am ${day}.`,
    inWeek: (day) => `Woche ab ${day}`,
  },
  brush: { title: 'Zeitraum', from: 'Von', to: 'Bis' },
  river: {
    title: 'Die Menschen deiner Jahre',
    sentence: (name, span) => `Am breitesten: ${name}, ${span}.`,
    short: 'Dieses Diagramm braucht mindestens drei Monate: Wähle einen längeren Zeitraum.',
    reading: 'Je breiter das Band, desto mehr hast du der Person in dieser Zeit geschrieben.',
  },
  rank: {
    title: 'Wem du am meisten schreibst, Jahr für Jahr',
    sentence: (name, years) => `${name} war ${years} auf Platz 1.`,
    always: (name) => `${name} war jedes Jahr auf Platz 1.`,
    changes: (count) =>
      plural(count, { one: 'Platz 1 hat einmal gewechselt.', other: 'Platz 1 hat #-mal gewechselt.' }),
    place: (rank, name, year) => `${year}: Platz ${rank}, ${name}`,
    off: 'niemand',
  },
  week: {
    title: 'Deine Woche',
    sentence: (weekday, hour) => `Am meisten los: ${weekday}, ${hour}.`,
    sentenceShift: (weekday, hour, shift) => `Am meisten los: ${weekday}, ${hour}; ${shift}.`,
    later: (year, hours) =>
      `seit ${year} um ${plural(hours, { one: 'eine Stunde', other: '# Stunden' })} später`,
    earlier: (year, hours) =>
      `seit ${year} um ${plural(hours, { one: 'eine Stunde', other: '# Stunden' })} früher`,
    cell: (weekday, hour, value) => `${weekday}, ${hour}: ${value}`,
    less: 'weniger',
    more: 'mehr',
  },
  nights: {
    title: 'Deine Nächte',
    sentence: (share, year) =>
      `${year} hast du ${share} deiner Nachrichten zwischen Mitternacht und 5 Uhr geschrieben.`,
    compared: (share, year, before, beforeYear) =>
      `Zwischen Mitternacht und 5 Uhr: ${share} deiner Nachrichten im Jahr ${year}, ${before} im Jahr ${beforeYear}.`,
    ofMetric: (metric, share, year) => `${metric} zwischen Mitternacht und 5 Uhr: ${share} im Jahr ${year}.`,
    ofMetricCompared: (metric, share, year, before, beforeYear) =>
      `${metric} zwischen Mitternacht und 5 Uhr: ${share} im Jahr ${year}, ${before} im Jahr ${beforeYear}.`,
    cell: (year, hour, share, value) => `${year}, ${hour}: ${share}, ${value}`,
    reading:
      'Eine Linie pro Jahr, von Mittag bis Mittag: Sie zeigt, welcher Anteil des Jahres auf jede Stunde fällt.',
  },
  calendar: {
    title: 'Tag für Tag',
    sentence: (day, value) => `Dein aktivster Tag: ${day} (${value}).`,
    nothing: 'nichts',
    lane: 'Die Linie unter jedem Jahr zeigt, wann Discord deine Aktivität aufgezeichnet hat. Schraffiert, wo vielleicht nichts aufgezeichnet ist.',
    lanes: (names) =>
      `Linien unter jedem Jahr, von oben: ${names}. Schraffiert, wo vielleicht nichts aufgezeichnet ist.`,
  },
  writeOrCall: {
    title: 'Schreiben oder anrufen',
    sentence: (caller, writer) => `Mit ${caller} telefonierst du eher, ${writer} schreibst du eher.`,
    onlyWrite: (people) =>
      plural(people, {
        one: 'Du schreibst # Person und rufst niemanden an.',
        other: 'Du schreibst # Personen und rufst keine davon an.',
      }),
    messagesAxis: 'Nachrichten',
    minutesAxis: 'Gesprächsminuten',
    point: (name, messages, minutes) => `${name}: ${messages}, ${minutes} telefoniert`,
  },
  lifelines: {
    title: 'Das Leben deiner Server',
    sentence: (name, span) => `Am längsten hielt ${name}: ${span}.`,
    reading: 'Vom Beitritt bis zur letzten Nachricht. Je dicker, desto mehr hast du geschrieben.',
    joined: (day) => `beigetreten am ${day}`,
    hasLeft: 'verlassen',
    row: (name, from, to, messages) => `${name}: ${from} bis ${to}, ${messages}`,
    quiet: (name) => `${name}: keine Nachrichten`,
  },
  everyCall: {
    title: 'Alle Anrufe',
    sentence: (name, length, day) => `Der längste: ${length} mit ${name} am ${day}.`,
    sentencePlace: (name, length, day) => `Der längste: ${length} am ${day} (${name}).`,
    sentenceNobody: (length, day) => `Der längste: ${length} am ${day}.`,
    reading:
      'Jeder Strich ist ein Anruf: so lang, wie er dauerte, zu seiner Uhrzeit. Mitternacht liegt in der Mitte.',
    call: (day, hour, length, name) => `${day}, ${hour}: ${length}, ${name}`,
    empty: 'Keine Anrufe in diesem Zeitraum.',
    elsewhere: 'Anderswo',
  },
  wordsWent: {
    title: 'Wohin deine Worte gingen',
    sentence: (share, name) => `Der größte Teil: ${name} mit ${share} deiner Nachrichten.`,
    direct: 'Direktnachrichten',
    cell: (name, messages, share) => `${name}: ${messages}, ${share}`,
    rest: (count) => plural(count, { one: 'noch #', other: 'noch #' }),
  },
  screens: {
    title: 'Die Bildschirme deines Lebens',
    sentence: (os, share) => `${share} deiner Zeit entfallen auf ${os}.`,
    changed: (from, to, year) => `Seit ${year} ${to} statt ${from}.`,
    reading: 'Stunden pro Monat in Discord, nach System.',
  },
  thenAndNow: {
    title: 'Damals und heute',
    sentence: (then, before, now, after) =>
      `${then} waren es ${messagesOf(before)} am Tag, ${now} sind es ${number(after)}.`,
    messagesPerDay: 'Nachrichten am Tag',
    callMinutesPerDay: 'Anrufminuten am Tag',
    people: 'Personen',
    places: 'Aktive Server',
    nightShare: 'Nachts geschrieben',
    busiestHour: 'Aktivste Stunde',
    topPerson: 'Meiste Nachrichten an',
    topPlace: 'Meiste Nachrichten auf',
    change: (metric, then, now) => `${metric}: damals ${then}, heute ${now}`,
  },
  monthPlaces: {
    title: 'Anrufe nach Monat',
    sentence: (month, hours) => `Am meisten im ${month}: ${hours}`,
  },
  streaks: {
    title: 'Serien',
    sentence: (days, from, to) => `Die längste: ${daysInARow(days)}, ${from} bis ${to}.`,
    row: (days, from, to) => `${daysOf(days)}: ${from} bis ${to}`,
  },
  answer: { title: 'Diagramm' },
  people: {
    title: 'Personen',
    search: 'Personen suchen',
    deleted: 'gelöschtes Konto',
    moodUnknown: 'unbekannt',
  },
}
