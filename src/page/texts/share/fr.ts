/** French texts of the screen Share. */
import type { Texts } from '../en.ts'

export const share: Texts['share'] = {
  title: 'Une image à partager',
  lead: 'Choisis un ou deux graphiques. L’image est créée dans ce navigateur, et les noms restent cachés sauf si tu les montres.',
  shape: 'Format',
  shapes: { wide: 'Large, pour les posts', tall: 'Haut, pour les stories' },
  figures: 'Graphiques',
  names: 'Montrer les noms des personnes et des serveurs',
  namesHint: 'Les autres ne veulent peut-être pas figurer sur ton image.',
  mine: 'Mes années sur Discord',
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
  refused: 'Ce navigateur ne laisse pas les pages créer d’images. Le dessin peut être enregistré en SVG.',
  failed: 'Cela n’a pas marché. Enregistre plutôt l’image.',
  nothing: 'Choisis un graphique.',
}
