/** French texts of the page around the screens. */
import { createFormats } from '../formats.ts'
import type { Texts } from '../en.ts'

const { plural } = createFormats('fr')

export const shell: Texts['shell'] = {
  name: 'dumpus',
  skip: 'Aller au contenu',
  opening: 'Ouverture…',
  owner: (name) => `${name} sur Discord`,
  nobody: 'Quelqu’un sur Discord',
  demo: 'personne inventée',
  period: 'Période',
  all: 'Tout',
  year: (year) => `Seulement ${year}`,
  zone: 'Fuseau horaire',
  ownZone: (zone) => `Ici (${zone})`,
  roundedZone:
    'Ce fuseau a des demi-heures, les données ont des heures entières : le décalage est arrondi à l’heure.',
  theme: 'Thème',
  themes: { system: 'Comme le système', light: 'Clair', dark: 'Sombre' },
  share: 'Partager',
  language: 'Langue',
  clock: 'Horloge',
  clocks: { '': 'Selon la langue', h23: '24 heures', h12: '12 heures' },
  close: 'Fermer cette archive',
  screens: 'Vues',
  footer:
    'Tout ceci a été calculé par ce serveur et ouvert dans ce navigateur. Aucun autre serveur n’a été contacté.',
  api: 'API',
  keepFull: 'Ce navigateur n’a plus de place pour le résultat : oublie d’abord une autre archive.',
  keepRefused:
    'Ce navigateur ne garde rien pour cette page (fenêtre privée ?) : après un rechargement, elle redemande au serveur.',
  nothingInPeriod: 'Rien sur cette période',
  widen: 'Tout afficher',
  noMessages: 'Cette archive ne contient aucun message',
  noMessagesHint: 'Coche « Messages » lors de la prochaine demande. Le reste se trouve dans les autres vues.',
  notFound: 'Cette vue n’existe pas',
  toOverview: 'Aller à l’aperçu',
  screenFailed: 'Cette vue n’a pas pu s’afficher',
  screenFailedHint: 'Les autres vues fonctionnent toujours.',
  older: (tables) =>
    `Ce résultat vient d’une version plus ancienne ou d’un autre programme : il lui manque ${tables}.`,
  failed: 'Lecture impossible',
  loading: 'Lecture…',
  hours: (hours) => plural(hours, { one: '# heure', other: '# heures' }),
}
