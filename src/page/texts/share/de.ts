/** German texts of the screen Share. */
import type { Texts } from '../en.ts'

export const share: Texts['share'] = {
  title: 'Ein Bild zum Teilen',
  lead: 'Wähle bis zu zwei Diagramme. Das Bild entsteht in diesem Browser, und Namen bleiben ausgeblendet, solange du sie nicht anzeigst.',
  shape: 'Format',
  shapes: { wide: 'Breit, für Beiträge', tall: 'Hoch, für Storys' },
  figures: 'Diagramme',
  names: 'Namen von Personen und Servern anzeigen',
  namesHint: 'Vielleicht möchten andere nicht auf deinem Bild sein.',
  mine: 'Meine Discord-Jahre',
  person: (number) => `Person ${number}`,
  place: (number) => `Server ${number}`,
  madeWith: 'mit dumpus gemacht',
  making: 'Wird gezeichnet …',
  preview: 'Das Bild',
  save: 'Als PNG speichern',
  saveDrawing: 'Als SVG speichern',
  copy: 'Kopieren',
  copied: 'Kopiert',
  send: 'Teilen …',
  refused:
    'In diesem Browser können Seiten keine Bilder erzeugen. Die Zeichnung lässt sich stattdessen als SVG speichern.',
  failed: 'Das hat nicht geklappt. Speichere das Bild stattdessen.',
  nothing: 'Wähle ein Diagramm.',
}
