/** German texts of the screen This device. */
import type { Texts } from '../en.ts'

export const device: Texts['device'] = {
  package: 'Dieses Paket',
  inBrowser: 'Ergebnis und Link bleiben in diesem Browser, bis du sie entfernst.',
  inTab: 'Ergebnis und Link sind nur in diesem Tab: Wenn du ihn schließt, sind sie weg.',
  fileInTab: 'Das Ergebnis ist nur in diesem Tab: Wenn du ihn schließt, ist es weg.',
  fromFile: 'Das Ergebnis bleibt in diesem Browser, bis du es entfernst. Einen Link gibt es dazu nicht.',
  demo: 'Die Demo wird nirgends gespeichert.',
  size: (bytes) => `Das Ergebnis belegt ${bytes}.`,
  saveSqlite: 'Als .sqlite speichern',
  saveTables: 'Alle Tabellen als CSV speichern',
  saving: 'Wird gespeichert …',
  forget: 'Aus diesem Browser entfernen',
  deleteAtServer: 'Vom Server löschen',
  deleteSure: 'Wirklich löschen? Auch die App und deine anderen Geräte haben es dann nicht mehr.',
  deleteYes: 'Löschen',
  deleteNo: 'Behalten',
  deleted: 'Der Server hat es gelöscht. In diesem Browser ist es noch zu sehen.',
  notDeleted: 'Der Server hat es nicht gelöscht. Versuch es später noch einmal.',
  room: 'Platz in diesem Browser',
  used: (used, all) => `Diese Seite belegt ${used} von etwa ${all}.`,
  settings: 'Einstellungen',
  zoneHint: 'Die Zeitzone steht oben in der Leiste.',
  shared:
    'Wer diesen Browser benutzen kann, kann öffnen, was hier gespeichert ist. Entferne es auf einem gemeinsam genutzten Computer, wenn du fertig bist.',
  app: {
    title: 'In der Dumpus-App öffnen',
    text: 'Die App holt ihre Daten von einem Server. Dieser Browser verschlüsselt das Ergebnis mit einem neuen Schlüssel und übergibt es diesem Server. Der Schlüssel steckt nur in dem Link, den du bekommst: Bis die App den Link öffnet, kann der Server das Ergebnis nicht lesen.',
    make: 'Link für die App erzeugen',
    working: 'Wird verschlüsselt und gesendet …',
    steps: [
      'Wähle in der Dumpus-App die Eingabe eines Discord-Links und öffne „Advanced“.',
      'Trage die Adresse dieses Servers als „Backend URL“ ein.',
      'Füge den Link ein.',
    ],
    backend: 'Backend URL',
    link: 'Link',
    copy: 'Kopieren',
    copied: 'Kopiert',
    secret: 'Der Link wird nur hier angezeigt. Wer ihn hat, kann das Ergebnis sehen.',
    takeBack: 'Wieder vom Server löschen',
    takenBack: 'Der Server hat es gelöscht. Der Link funktioniert nicht mehr.',
    problems: {
      uploads_off: 'Dieser Server nimmt keine Ergebnisse für die App an.',
      body_too_large: 'Das Ergebnis ist größer, als dieser Server annimmt.',
      too_many_requests: 'Zu viele Anfragen in kurzer Zeit. Versuch es in einer Minute noch einmal.',
      too_many_uploads:
        'Dieser Server hat keinen Platz für weitere Ergebnisse. Versuch es später noch einmal.',
      unreachable: 'Der Server hat nicht geantwortet. Versuch es noch einmal.',
    },
  },
}
