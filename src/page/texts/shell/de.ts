/** German texts of the page around the screens. */
import type { Texts } from '../en.ts'

export const shell: Texts['shell'] = {
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
    'Diese Zeitzone weicht nicht um volle Stunden von UTC ab. Die Daten kennen nur volle Stunden, deshalb ist die Abweichung gerundet.',
  theme: 'Darstellung',
  themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
  share: 'Teilen',
  language: 'Sprache',
  clock: 'Uhr',
  clocks: { '': 'Je nach Sprache', h23: '24 Stunden', h12: '12 Stunden' },
  close: 'Dieses Paket schließen',
  screens: 'Ansichten',
  footers: {
    start: 'Diese Seite kontaktiert keinen anderen Server.',
    server:
      'Von diesem Server berechnet, in diesem Browser angezeigt. Kein anderer Server wurde kontaktiert.',
    here: 'In diesem Browser berechnet und angezeigt. Kein anderer Server wurde kontaktiert.',
    viewed: 'In diesem Browser angezeigt. Kein anderer Server wurde kontaktiert.',
  },
  api: 'API',
  keepFull: 'In diesem Browser ist kein Platz mehr für das Ergebnis: Entferne zuerst ein anderes Paket.',
  keepRefused:
    'Dieser Browser speichert nichts für diese Seite (privates Fenster?): Füge nach dem Neuladen den Link wieder ein oder wähle die Zip-Datei noch einmal aus.',
  nothingInPeriod: 'Nichts in diesem Zeitraum',
  widen: 'Alles anzeigen',
  noMessages: 'Dieses Paket enthält keine Nachrichten',
  noMessagesHint:
    'Wähle bei der nächsten Anfrage auch „Nachrichten“ aus. Alles andere steht in den übrigen Ansichten.',
  notFound: 'Diese Ansicht gibt es nicht',
  toOverview: 'Zur Übersicht',
  screenFailed: 'Diese Ansicht konnte nicht angezeigt werden',
  screenFailedHint: 'Die anderen Ansichten funktionieren weiter.',
  older: (tables) =>
    `Dieses Ergebnis stammt von einer älteren Version oder einem anderen Programm. Darin fehlt: ${tables}.`,
  failed: 'Das konnte nicht gelesen werden',
  loading: 'Wird gelesen …',
}
