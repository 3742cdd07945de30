/** French texts of the page around the screens. */
import type { Texts } from '../en.ts'

export const shell: Texts['shell'] = {
  skip: 'Aller au contenu',
  opening: 'Ouverture…',
  owner: (name) => `${name} sur Discord`,
  nobody: 'Quelqu’un sur Discord',
  demo: 'personne inventée',
  period: 'Période',
  all: 'Tout',
  year: (year) => `${year} seulement`,
  zone: 'Fuseau horaire',
  ownZone: (zone) => `Ici (${zone})`,
  roundedZone:
    'Le décalage de ce fuseau n’est pas un nombre entier d’heures. Les données sont comptées en heures entières : le décalage est donc arrondi.',
  theme: 'Thème',
  themes: { system: 'Comme le système', light: 'Clair', dark: 'Sombre' },
  share: 'Partager',
  language: 'Langue',
  clock: 'Horloge',
  clocks: { '': 'Selon la langue', h23: '24 heures', h12: '12 heures' },
  close: 'Fermer cette archive',
  screens: 'Vues',
  footers: {
    start: 'Cette page ne contacte aucun autre serveur.',
    server: 'Calculé par ce serveur, affiché dans ce navigateur. Aucun autre serveur n’a été contacté.',
    here: 'Calculé et affiché dans ce navigateur. Aucun autre serveur n’a été contacté.',
    viewed: 'Affiché dans ce navigateur. Aucun autre serveur n’a été contacté.',
  },
  api: 'API',
  keepFull: 'Ce navigateur n’a plus de place pour le résultat : retire d’abord une autre archive.',
  keepRefused:
    'Ce navigateur n’enregistre rien pour cette page (fenêtre privée ?) : si tu la recharges, tu devras recoller le lien ou choisir à nouveau le zip.',
  nothingInPeriod: 'Rien sur cette période',
  widen: 'Tout afficher',
  noMessages: 'Cette archive ne contient aucun message',
  noMessagesHint:
    'Pense à cocher « Messages » lors de ta prochaine demande. Tout le reste se trouve dans les autres vues.',
  notFound: 'Cette vue n’existe pas',
  toOverview: 'Aller à l’aperçu',
  screenFailed: 'Impossible d’afficher cette vue',
  screenFailedHint: 'Les autres vues fonctionnent toujours.',
  older: (tables) =>
    `Ce résultat vient d’une version plus ancienne ou d’un autre programme. Il y manque : ${tables}.`,
  failed: 'Lecture impossible',
  loading: 'Lecture…',
}
