/** French texts of the dropped zip: the analysis on this device. */
import type { Texts } from '../en.ts'

export const local: Texts['local'] = {
  title: 'Dépose le zip',
  text: 'Tu as déjà le zip ? Il est analysé ici, dans ce navigateur. Rien n’en est envoyé nulle part.',
  choose: 'Choisir le zip',
  drop: 'Ou dépose-le n’importe où sur cette page.',
  notZip: 'Ce n’est pas un zip : choisis l’archive telle que Discord te l’a donnée.',
  tooMany: 'Une archive à la fois : choisis un seul zip.',
  older: (missing) =>
    `Ce navigateur est trop ancien pour analyser une archive lui-même (il lui manque ${missing}). Utilise Chrome 122, Firefox 135, Safari 18.4 ou plus récent – ou colle le lien.`,
  working: 'Analyse sur cet appareil',
  progress: (done, total, rate) => `${done} sur ${total}, ${rate}/s`,
  left: (time) => `Encore ${time} environ.`,
  ready: 'Préparation…',
  stay: 'Garde cet onglet ouvert jusqu’à la fin. Rien n’est envoyé.',
  cancel: 'Annuler',
  advice:
    'Il existe une autre voie : `dumpus-server analyze package.zip --open` sur un ordinateur, ou le lien.',
}
