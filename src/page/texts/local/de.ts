/** German texts of the dropped zip: the analysis on this device. */
import type { Texts } from '../en.ts'

export const local: Texts['local'] = {
  title: 'Zip-Datei ablegen',
  text: 'Du hast die Zip-Datei schon? Sie wird hier im Browser ausgewertet. Nichts davon wird irgendwohin gesendet.',
  choose: 'Zip-Datei auswählen',
  drop: 'Oder irgendwo auf dieser Seite ablegen.',
  notZip: 'Das ist keine Zip-Datei: Wähle das Paket so, wie Discord es dir gegeben hat.',
  tooMany: 'Immer nur ein Paket: Wähle eine einzelne Zip-Datei.',
  older: (missing) =>
    `Dieser Browser ist zu alt, um ein Paket selbst auszuwerten (ihm fehlt ${missing}). Nimm Chrome 122, Firefox 135, Safari 18.4 oder neuer – oder füge den Link ein.`,
  working: 'Auswertung auf diesem Gerät',
  progress: (done, total, rate) => `${done} von ${total}, ${rate}/s`,
  left: (time) => `Noch etwa ${time}.`,
  ready: 'Gleich geht es los …',
  stay: 'Lass diesen Tab offen, bis alles fertig ist. Es wird nichts gesendet.',
  cancel: 'Abbrechen',
  advice:
    'Für dieses Gerät gibt es einen anderen Weg: `dumpus-server analyze package.zip --open` auf einem Computer, oder den Link.',
}
