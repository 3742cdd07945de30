/** French texts of the analysis on this device. */
import type { Texts } from '../en.ts'

export const local: Texts['local'] = {
  title: 'Dépose le zip',
  text: 'Tu as déjà le zip ? Il est analysé ici, dans ce navigateur. Rien n’en est envoyé nulle part.',
  choose: 'Choisir le zip',
  chooseFolder: 'Choisir le dossier',
  drop: 'Ou dépose n’importe où sur cette page le zip, le dossier décompressé ou plusieurs archives.',
  looking: 'Lecture du dossier…',
  notZip:
    'Ce n’est pas une archive de Discord : choisis le zip tel que Discord te l’a donné, ou le dossier où il a été décompressé.',
  tooMany: 'Cela fait plus de 20 archives : choisis-en moins.',
  unreadable: 'Le navigateur n’a pas pu lire cela. Choisis-le de nouveau.',
  older: (missing) =>
    `Ce navigateur est trop ancien pour analyser une archive lui-même (il lui manque ${missing}). Utilise Chrome 122, Firefox 135, Safari 18.4 ou plus récent – ou colle le lien.`,
  working: 'Analyse sur cet appareil',
  package: (number, total, name) => `Archive ${number} sur ${total} : ${name}`,
  progress: (done, total, rate) => `${done} sur ${total}, ${rate}/s`,
  left: (time) => `Encore ${time} environ.`,
  ready: 'Préparation…',
  stay: 'Garde cet onglet ouvert jusqu’à la fin. Rien n’est envoyé.',
  cancel: 'Annuler',
  failed: 'Ce navigateur n’a pas pu tirer de résultat de cette archive.',
  broke:
    'L’analyse s’est interrompue : l’onglet a peut-être manqué de mémoire, ou le fichier a été modifié ou déplacé entre-temps.',
  advice:
    'Il existe une autre voie : `dumpus-server analyze package.zip --open` sur un ordinateur, ou le lien.',
  several: {
    title: 'Les archives sont analysées',
    sameOwner: (count, name) => `${count} de ces archives appartiennent à ${name}.`,
    kept: 'Elles sont conservées dans ce navigateur.',
    notKept: 'Elles ne sont que dans cet onglet : ouvres-en une avant de le fermer.',
    back: 'Retour à l’accueil',
  },
}
