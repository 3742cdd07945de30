/** German texts of the way to a result. */
import { createFormats } from '../formats.ts'
import type { Texts } from '../en.ts'

const { plural } = createFormats('de')

export const flow: Texts['flow'] = {
  title: 'Deine Jahre auf Discord, in Bildern',
  lead: 'Discord gibt allen eine Kopie ihrer Daten. Hier siehst du dir deine an: wem du geschrieben hast, wann du wach warst, wer kam und wer ging. Niemand sonst bekommt etwas davon.',
  link: {
    title: 'Link einfügen',
    text: 'Dieser Server lädt das Paket bei Discord herunter und wertet es aus. Link und Ergebnis gehören dir: Was der Server speichert, kann er nicht lesen.',
    label: 'Der Link hinter dem Knopf „Herunterladen“ in Discords E-Mail',
    placeholder: 'https://click.discord.com/ls/click?upn=…',
    go: 'Los',
    good: 'Das ist ein Paket-Link.',
    cut: 'Das ist ein Discord-Link, aber ein Stück fehlt: Kopiere den Link des Knopfs, nicht seinen Text.',
    other: 'Das ist kein Paket-Link. Die beginnen mit https://click.discord.com/ls/click?upn=',
    keep: 'In diesem Browser behalten',
    keepHint: 'Auf einem gemeinsam genutzten Computer besser nicht.',
  },
  demo: {
    title: 'Nur mal schauen?',
    text: 'Sieh dir erst alles mit erfundenen Daten an.',
    go: 'Demo öffnen',
  },
  kept: {
    title: 'In diesem Browser',
    open: 'Öffnen',
    waiting: 'noch in Arbeit',
    forget: 'Vergessen',
    size: (size, day) => `${size}, seit ${day}`,
  },
  howTo: {
    title: 'So bekommst du dein Paket',
    steps: [
      'Öffne in Discord Benutzereinstellungen › Daten & Privatsphäre › „Alle meine Daten anfordern“.',
      'Kreuze mindestens Nachrichten und Aktivität an und sende die Anfrage ab.',
      'Discord schickt nach Stunden oder Tagen eine E-Mail. Hinter ihrem Knopf steckt der Link, er gilt etwa 30 Tage.',
    ],
  },
  leaves: {
    title: 'Was dieses Gerät verlässt',
    items: [
      'Der Link, nur an diesen Server. Der Server lädt das Paket bei Discord herunter.',
      'Das Ergebnis kommt verschlüsselt zurück und wird hier geöffnet. Der Schlüssel steckt in deinem Link, der Server behält ihn nicht.',
      'Kein anderer Server wird gefragt: keine Schriften, keine Bilder, kein Tracking.',
    ],
  },
  insecure:
    'Die Verbindung zu diesem Server ist nicht verschlüsselt (einfaches http): Wer in deinem Netz mithört, kann Link und Ergebnis lesen. Zu Hause ist das vielleicht in Ordnung.',
  working: {
    title: 'Dein Paket ist in Arbeit',
    sending: 'Link wird übergeben …',
    waiting: 'In der Warteschlange',
    queue: (before) =>
      before === 0
        ? 'Deins ist als Nächstes dran.'
        : plural(before, { one: '# Paket vor deinem.', other: '# Pakete vor deinem.' }),
    downloading: 'Wird bei Discord heruntergeladen',
    bytes: (done, total) => `${done} von ${total}`,
    someBytes: (done) => `bisher ${done}`,
    analyzing: 'Wird ausgewertet',
    analyzingHint: 'Nachrichten, Ereignisse, Anrufe. Große Pakete brauchen eine Minute.',
    left: (time) => `noch etwa ${time}`,
    unreachable: 'Der Server antwortet gerade nicht. Diese Seite versucht es weiter.',
    mayClose:
      'Du kannst diese Seite schließen: Der Server arbeitet weiter, und dieser Browser findet das Ergebnis wieder.',
    mustStay: 'Lass diese Seite offen oder bewahre den Link auf: Dieser Browser merkt ihn sich nicht.',
    leave: 'Zurück zum Start',
    steps: ['Warten', 'Laden', 'Auswerten', 'Ansehen'],
  },
  problems: {
    title: 'Das hat nicht geklappt',
    again: 'Noch einmal versuchen',
    INVALID_LINK:
      'Das ist nicht der Link eines Datenpakets. Kopiere den ganzen Link des Knopfs in Discords E-Mail.',
    EXPIRED_LINK:
      'Discord gibt dieses Paket nicht mehr heraus: Links gelten etwa 30 Tage. Fordere bei Discord ein neues an.',
    MISSING_USER_DATA: 'In diesem Paket ist nichts, was sich zählen ließe.',
    UNKNOWN_PACKAGE_ID: 'Dieser Server hat das Ergebnis nicht mehr. Füge den Link noch einmal ein.',
    UNAUTHORIZED: 'Der Link gehört nicht zu diesem Ergebnis. Füge den Link noch einmal ein.',
    UNKNOWN_ERROR: 'Der Server konnte dieses Paket nicht auswerten.',
    PAGE_ERROR: 'Das Ergebnis ließ sich in diesem Browser nicht öffnen.',
    reason: (sentence) => `Der Grund: ${sentence}`,
  },
}
