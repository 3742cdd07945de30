/** French texts of the dropped zip: the analysis on this device. */
import type { Texts } from '../en.ts'

export const local: Texts['local'] = {
  title: 'Déposez le zip',
  text: 'Vous avez déjà le zip ? Il est analysé ici, dans ce navigateur. Rien n’en est envoyé nulle part.',
  choose: 'Choisir le zip',
  drop: 'Ou déposez-le n’importe où sur cette page.',
  notZip: 'Ce n’est pas un zip : choisissez le paquet tel que Discord vous l’a donné.',
  tooMany: 'Un paquet à la fois : choisissez un seul zip.',
  older: (missing) =>
    `Ce navigateur est trop ancien pour analyser un paquet lui-même (il lui manque ${missing}). Utilisez Chrome 122, Firefox 135, Safari 18.4 ou plus récent – ou collez le lien.`,
  working: 'Analyse sur cet appareil',
  progress: (done, total, rate) => `${done} sur ${total}, ${rate}/s`,
  left: (time) => `Encore ${time} environ.`,
  ready: 'Préparation …',
  stay: 'Gardez cet onglet ouvert jusqu’à la fin. Rien n’est envoyé.',
  cancel: 'Annuler',
  advice:
    'Il existe une autre voie : `dumpus-server analyze package.zip --open` sur un ordinateur, ou le lien.',
}
