/** French texts of the analysis on this device. */
import type { Texts } from '../en.ts'

export const local: Texts['local'] = {
  title: 'Dépose le zip',
  text: 'Tu as déjà le zip ? Il est analysé ici, dans ce navigateur. Rien n’est envoyé nulle part.',
  choose: 'Choisir le zip',
  chooseFolder: 'Choisir le dossier',
  drop: 'Ou dépose n’importe où sur cette page le zip, le dossier décompressé ou plusieurs archives.',
  looking: 'Lecture du dossier…',
  notZip:
    'Ce n’est pas une archive de Discord : choisis le zip tel que Discord te l’a envoyé, ou le dossier décompressé.',
  tooMany: 'Ça fait plus de 20 archives : choisis-en moins.',
  unreadable: 'Le navigateur n’a pas pu lire ce fichier. Choisis-le à nouveau.',
  older: (missing) =>
    `Ce navigateur est trop ancien pour analyser une archive lui-même (il manque : ${missing}). Utilise Chrome 122, Firefox 135, Safari 18.4 ou une version plus récente, ou colle le lien.`,
  working: 'Analyse sur cet appareil',
  package: (number, total, name) => `Archive ${number} sur ${total} : ${name}`,
  progress: (done, total, rate) => `${done} sur ${total}, ${rate}/s`,
  left: (time) => `Encore environ ${time}.`,
  ready: 'Préparation…',
  stay: 'Laisse cet onglet ouvert jusqu’à la fin. Rien n’est envoyé.',
  cancel: 'Annuler',
  failed: 'Ce navigateur n’a pas pu analyser cette archive.',
  broke:
    'L’analyse s’est interrompue : l’onglet a peut-être manqué de mémoire, ou le fichier a été modifié ou déplacé entre-temps.',
  advice:
    'Il y a une autre solution : `dumpus-server analyze package.zip --open` sur un ordinateur, ou le lien.',
  several: {
    title: 'Analyse terminée',
    sameOwner: (count, name) => `${count} de ces archives appartiennent à ${name}.`,
    kept: 'Elles sont enregistrées dans ce navigateur.',
    notKept: 'Elles n’existent que dans cet onglet : ouvres-en une avant de le fermer.',
    someKept:
      'Certaines sont enregistrées dans ce navigateur. Les autres n’existent que dans cet onglet : ouvres-en une avant de le fermer.',
    tabOnly: 'seulement dans cet onglet',
    back: 'Retour à l’accueil',
  },
}
