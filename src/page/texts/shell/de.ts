/** German texts of the page around the screens. */
import { createFormats } from '../formats.ts'
import type { Texts } from '../en.ts'

const { plural } = createFormats('de')

export const shell: Texts['shell'] = {
  name: 'dumpus',
  skip: 'Zum Inhalt springen',
  opening: 'Wird geöffnet …',
  owner: (name) => `${name} auf Discord`,
  nobody: 'Jemand auf Discord',
  demo: 'erfundene Person',
  period: 'Zeitraum',
  all: 'Alles',
  year: (year) => `Nur ${year}`,
  zone: 'Zeitzone',
  ownZone: (zone) => `Hier (${zone})`,
  roundedZone:
    'Diese Zone hat halbe Stunden, die Daten haben ganze. Die Zeiten sind um ganze Stunden verschoben.',
  theme: 'Darstellung',
  themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
  share: 'Teilen',
  language: 'Sprache',
  clock: 'Uhr',
  clocks: { '': 'Wie die Sprache', h23: '24 Stunden', h12: '12 Stunden' },
  close: 'Dieses Paket schließen',
  screens: 'Ansichten',
  footer:
    'Alles hier hat dieser Server berechnet und dieser Browser geöffnet. Kein anderer Server wurde gefragt.',
  api: 'API',
  keepFull: 'Dieser Browser hat keinen Platz mehr für das Ergebnis: Vergiss zuerst ein anderes Paket.',
  keepRefused:
    'Dieser Browser behält nichts für diese Seite (ein privates Fenster?): Nach dem Neuladen fragt sie wieder den Server.',
  nothingInPeriod: 'In diesem Zeitraum ist nichts',
  widen: 'Alles zeigen',
  noMessages: 'Dieses Paket enthält keine Nachrichten',
  noMessagesHint: 'Kreuze beim nächsten Mal „Nachrichten“ an. Alles andere steht in den übrigen Ansichten.',
  notFound: 'Diese Ansicht gibt es nicht',
  toOverview: 'Zum Überblick',
  screenFailed: 'Diese Ansicht ließ sich nicht zeigen',
  screenFailedHint: 'Die anderen Ansichten funktionieren weiter.',
  older: (tables) =>
    `Dieses Ergebnis stammt von einer älteren Version oder einem anderen Programm: Es hat kein ${tables}.`,
  failed: 'Das ließ sich nicht lesen',
  loading: 'Wird gelesen …',
  hours: (hours) => plural(hours, { one: '# Stunde', other: '# Stunden' }),
}
