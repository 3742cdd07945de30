/** German texts of the analysis on this device. */
import type { Texts } from '../en.ts'

export const local: Texts['local'] = {
  title: 'Zip-Datei ablegen',
  text: 'Du hast die Zip-Datei schon? Sie wird hier im Browser ausgewertet. Nichts davon verlässt dein Gerät.',
  choose: 'Zip-Datei auswählen',
  chooseFolder: 'Ordner auswählen',
  drop: 'Oder irgendwo auf dieser Seite ablegen: die Zip-Datei, den entpackten Ordner oder mehrere Pakete.',
  looking: 'Der Ordner wird durchgesehen …',
  notZip:
    'Das ist kein Paket: Wähle die Zip-Datei, wie du sie von Discord bekommen hast, oder den entpackten Ordner.',
  tooMany: 'Das sind mehr als 20 Pakete: Wähle weniger aus.',
  unreadable: 'Der Browser konnte das nicht lesen. Wähle es erneut aus.',
  older: (missing) =>
    `Dieser Browser ist zu alt, um ein Paket selbst auszuwerten (es fehlt: ${missing}). Nutze Chrome ab 122, Firefox ab 135 oder Safari ab 18.4 – oder füge den Link ein.`,
  working: 'Auswertung auf diesem Gerät',
  package: (number, total, name) => `Paket ${number} von ${total}: ${name}`,
  progress: (done, total, rate) => `${done} von ${total}, ${rate}/s`,
  left: (time) => `Noch etwa ${time}.`,
  ready: 'Gleich geht es los …',
  stay: 'Lass diesen Tab offen, bis alles fertig ist. Es wird nichts gesendet.',
  cancel: 'Abbrechen',
  failed: 'Dieser Browser konnte das Paket nicht auswerten.',
  broke:
    'Die Auswertung wurde unterbrochen: Vielleicht war der Speicher des Tabs voll, oder die Datei wurde zwischendurch geändert oder verschoben.',
  advice:
    'Es geht auch anders: mit `dumpus-server analyze package.zip --open` auf einem Computer oder mit dem Link.',
  several: {
    title: 'Die Pakete sind ausgewertet',
    sameOwner: (count, name) => `${count} dieser Pakete gehören ${name}.`,
    kept: 'Sie sind in diesem Browser gespeichert.',
    notKept: 'Sie sind nur in diesem Tab: Öffne eines, bevor du ihn schließt.',
    someKept:
      'Einige sind in diesem Browser gespeichert, die übrigen nur in diesem Tab: Öffne eines davon, bevor du ihn schließt.',
    tabOnly: 'nur in diesem Tab',
    back: 'Zur Startseite',
  },
}
