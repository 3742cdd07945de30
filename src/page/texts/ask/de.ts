/** German texts of the screen Ask. */
import { createFormats } from '../formats.ts'
import type { Texts } from '../en.ts'

const { plural } = createFormats('de')

export const ask: Texts['ask'] = {
  title: 'Stell deine eigene Frage',
  lead: 'Dein Ergebnis ist eine SQLite-Datenbank. Frag sie auf SQL, was du willst: Nichts verlässt diesen Browser, und nichts kann kaputtgehen, denn jede Frage läuft auf einer Kopie.',
  sql: 'Frage auf SQL',
  ready: 'Fertige Fragen',
  choose: 'Auswählen …',
  run: 'Fragen',
  stop: 'Anhalten',
  running: 'Wird gelesen …',
  stopped: 'Angehalten.',
  keys: 'Strg + Eingabe fragt auch.',
  took: (rows, seconds) => `${plural(rows, { one: '# Zeile', other: '# Zeilen' })} in ${seconds} s`,
  cut: (rows) => `Gezeigt werden nur die ersten ${rows} Zeilen.`,
  nothing: 'Keine Zeilen: Die Frage lief, aber nichts passte.',
  failed: 'SQLite meldet',
  csv: 'Als CSV speichern',
  answer: 'Antwort',
  chartOf: (value, by) => `${value} nach ${by}`,
  tables: 'Tabellen und Spalten',
  tablesLead: 'Wähle eine Tabelle, um ihre ersten Zeilen zu sehen.',
  questions: {
    people: 'Personen mit Nachrichten und Stimmung',
    places: 'Server mit Nachrichten',
    channels: 'Kanäle mit Nachrichten',
    calls: 'Jeder Anruf',
    sessions: 'Jede Nutzung der App',
    words: 'Wörter',
    emoji: 'Emojis',
    reactions: 'Reaktionen',
    games: 'Spiele',
    devices: 'Systeme und Programme',
    payments: 'Zahlungen',
    relationships: 'Freunde, Anfragen und Blockierte nach Jahr',
    servers: 'Server, denen du beigetreten bist oder die du verlassen hast',
    gaps: 'Zeiten ohne Aktivität',
    coverage: 'Was im Paket steckt',
    streaming: 'Videostreams nach Monat',
    gameMonths: 'Spiele nach Monat',
    deleted: 'Gelöschte Nachrichten nach Jahr',
    totals: 'Wörter, Links und Antworten nach Kanal',
    owner: 'Wem das Paket gehört',
  },
}
