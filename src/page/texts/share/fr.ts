/** French texts of the screen Share. */
import type { Texts } from '../en.ts'

export const share: Texts['share'] = {
  title: 'Une image à partager',
  lead: 'Choisis un ou deux graphiques. L’image est créée dans ce navigateur, et les noms restent masqués, sauf si tu choisis de les afficher.',
  shape: 'Format',
  shapes: { wide: 'Paysage, pour les posts', tall: 'Portrait, pour les stories' },
  figures: 'Graphiques',
  names: 'Afficher les noms des personnes et des serveurs',
  namesHint: 'Les autres ne veulent peut-être pas figurer sur ton image.',
  mine: 'Mes années Discord',
  person: (number) => `Personne ${number}`,
  place: (number) => `Serveur ${number}`,
  madeWith: 'fait avec dumpus',
  making: 'Dessin en cours…',
  preview: 'L’image',
  save: 'Enregistrer en PNG',
  saveDrawing: 'Enregistrer en SVG',
  copy: 'Copier',
  copied: 'Copié',
  send: 'Partager…',
  refused: 'Ce navigateur ne permet pas aux pages de créer des images. Tu peux enregistrer le dessin en SVG.',
  failed: 'Ça n’a pas marché. Enregistre plutôt l’image.',
  nothing: 'Choisis un graphique.',
}
