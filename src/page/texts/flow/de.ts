/** German texts of the way to a result. */
import { createFormats } from '../formats.ts'
import type { Texts } from '../en.ts'

const { plural } = createFormats('de')

export const flow: Texts['flow'] = {
  title: 'Deine Discord-Jahre in Bildern',
  lead: 'Bei Discord können alle eine Kopie ihrer Daten anfordern. Hier siehst du, was in deiner steckt: wem du geschrieben hast, wann du wach warst, wer kam und wer ging. Nichts davon geht an Dritte.',
  link: {
    title: 'Link einfügen',
    text: 'Dieser Server lädt das Paket bei Discord herunter und wertet es aus. Link und Ergebnis gehören dir: Was der Server speichert, kann er nicht lesen.',
    label: 'Link des Buttons „Herunterladen“ in der E-Mail von Discord',
    placeholder: 'https://click.discord.com/ls/click?upn=…',
    go: 'Los',
    good: 'Das sieht nach einem Paket-Link aus.',
    cut: 'Das ist ein Discord-Link, aber ein Stück fehlt: Kopiere den Link des Buttons, nicht seinen Text.',
    other: 'Das ist kein Paket-Link. Paket-Links beginnen mit https://click.discord.com/ls/click?upn=',
    keep: 'In diesem Browser speichern',
    keepHint: 'Auf einem gemeinsam genutzten Computer besser nicht.',
  },
  demo: {
    text: 'Sieh dir erst alles mit erfundenen Daten an.',
    go: 'Demo öffnen',
  },
  kept: {
    title: 'In diesem Browser gespeichert',
    open: 'Öffnen',
    waiting: 'noch in Arbeit',
    forget: 'Entfernen',
    size: (size, day) => `${size}, gespeichert am ${day}`,
    notForgotten:
      'Das Paket ließ sich nicht entfernen: Es ist noch in diesem Browser gespeichert. Versuch es noch einmal oder lösche die Daten dieser Website in den Einstellungen des Browsers.',
  },
  howTo: {
    title: 'So bekommst du dein Paket',
    steps: [
      'Öffne in Discord Benutzereinstellungen › Daten & Privatsphäre › „Alle meine Daten anfordern“.',
      'Wähle mindestens „Nachrichten“ und „Aktivität“ aus und sende die Anfrage ab.',
      'Nach ein paar Stunden oder Tagen schickt dir Discord eine E-Mail. Der Button darin enthält den Link; er gilt etwa 30 Tage.',
    ],
  },
  leaves: {
    title: 'Was dieses Gerät verlässt',
    items: [
      'Von einer abgelegten Zip-Datei: nichts. Ein eingefügter Link geht nur an diesen Server, der das Paket bei Discord herunterlädt.',
      'Der Server speichert das Ergebnis verschlüsselt. Der Schlüssel steckt in deinem Link; der Server speichert ihn nicht.',
      'Kein anderer Server wird kontaktiert: keine Schriften, keine Bilder, kein Tracking.',
    ],
  },
  insecure:
    'Die Verbindung zu diesem Server ist nicht verschlüsselt (nur http): Wer in deinem Netzwerk mithört, kann Link und Ergebnis lesen. Zu Hause ist das vielleicht in Ordnung.',
  working: {
    title: 'Dein Paket ist in Arbeit',
    sending: 'Link wird gesendet …',
    waiting: 'In der Warteschlange',
    queue: (before) =>
      before === 0
        ? 'Deins ist als Nächstes dran.'
        : plural(before, { one: 'Noch # Paket vor deinem.', other: 'Noch # Pakete vor deinem.' }),
    downloading: 'Download von Discord läuft',
    bytes: (done, total) => `${done} von ${total}`,
    someBytes: (done) => `bisher ${done}`,
    analyzing: 'Auswertung läuft',
    analyzingHint: 'Nachrichten, Ereignisse, Anrufe. Bei großen Paketen dauert das etwa eine Minute.',
    unreachable: 'Der Server antwortet gerade nicht. Diese Seite versucht es weiter.',
    busy: 'Der Server ist ausgelastet und nimmt von dir gerade nichts mehr an. Diese Seite versucht es weiter.',
    mayClose:
      'Du kannst diese Seite schließen: Der Server arbeitet weiter, und dieser Browser findet das Ergebnis wieder.',
    mustStay: 'Lass diese Seite offen oder bewahre den Link auf: Dieser Browser speichert ihn nicht.',
    leave: 'Zur Startseite',
    steps: ['Warten', 'Laden', 'Auswerten', 'Ansehen'],
  },
  problems: {
    title: 'Das hat nicht geklappt',
    INVALID_LINK:
      'Das ist nicht der Link eines Datenpakets. Kopiere den ganzen Link des Buttons in der E-Mail von Discord.',
    EXPIRED_LINK:
      'Discord gibt dieses Paket nicht mehr heraus: Links gelten etwa 30 Tage. Fordere bei Discord ein neues an.',
    MISSING_USER_DATA: 'Aus diesem Paket geht nicht hervor, wem es gehört.',
    UNKNOWN_PACKAGE_ID: 'Dieser Server hat das Ergebnis nicht mehr. Füge den Link erneut ein.',
    NO_RESULT: 'Dieser Server hat dieses Ergebnis nicht.',
    UNAUTHORIZED: 'Der Link gehört nicht zu diesem Ergebnis. Füge ihn erneut ein.',
    UNKNOWN_ERROR: 'Der Server konnte dieses Paket nicht auswerten.',
    PAGE_ERROR: 'Das Ergebnis konnte in diesem Browser nicht geöffnet werden.',
    reason: (sentence) => `Grund: ${sentence}`,
    reasons: {
      link_redirects_away:
        'Der Link leitet auf eine Adresse weiter, von der dieser Server nichts herunterlädt.',
      link_not_a_package:
        'Der Link führt zu etwas, das keine Zip-Datei ist. Discord verwendet solche Links in all seinen E-Mails.',
      download_failed: 'Das Paket konnte auch nach mehreren Versuchen nicht heruntergeladen werden.',
      download_too_slow: 'Das Paket kam zu langsam an, deshalb wurde der Download abgebrochen.',
      archive_too_large: 'Die Zip-Datei ist größer, als hier erlaubt ist.',
      archive_not_a_zip: 'Die Datei ist keine Zip-Datei, oder sie ist unvollständig.',
      archive_corrupt: 'Die Zip-Datei ist beschädigt: Ihre Teile widersprechen sich.',
      file_unreadable: 'Eine Datei konnte nicht gelesen werden, oder sie hat sich währenddessen geändert.',
      archive_encrypted: 'Die Zip-Datei ist mit einem Passwort verschlüsselt.',
      archive_unsupported:
        'Die Zip-Datei ist auf eine Weise komprimiert, die in Datenpaketen nicht vorkommt.',
      archive_bomb: 'Entpackt ist die Zip-Datei größer, als hier erlaubt ist.',
      archive_too_many_entries: 'Die Zip-Datei enthält mehr Einträge, als hier erlaubt sind.',
      package_too_complex:
        'Das Paket enthält mehr unterschiedliche Daten, als in den vorgesehenen Arbeitsspeicher passen.',
      result_too_large: 'Die fertige Datenbank ist größer, als hier erlaubt ist.',
      analysis_too_long: 'Die Auswertung hat länger gedauert, als dieser Server erlaubt.',
      analysis_crashed: 'Die Auswertung dieses Pakets ist mehrmals abgestürzt.',
      disk_full: 'Auf dem Server ist kein Speicherplatz mehr für das Paket.',
      server_overloaded:
        'Dem Server fehlten stundenlang Arbeitsspeicher oder Dateideskriptoren; sein Protokoll sagt, wo.',
      internal: 'Auf dem Server ist etwas schiefgegangen; sein Protokoll sagt, wo.',
      wrong_address: 'Die Backend URL in der App hat einen Pfad, den es auf diesem Server nicht gibt.',
      network_not_allowed: 'Dieser Server nimmt nur aus bestimmten Netzwerken Pakete an.',
      queue_full: 'Die Warteschlange dieses Servers ist voll. Versuch es später noch einmal.',
      address_full:
        'Von dieser Adresse sind zu viele Pakete in Arbeit. Sende den nächsten Link, wenn eines davon fertig ist.',
      too_many_requests: 'Zu viele Links von dieser Adresse. Versuch es in einer Minute noch einmal.',
    },
  },
}
