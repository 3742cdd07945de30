/** French texts of the screen Compare. */
import type { Texts } from '../en.ts'

export const compare: Texts['compare'] = {
  people: {
    title: 'Deux personnes',
    lead: 'Côte à côte, à la même échelle.',
    first: 'Première personne',
    second: 'Deuxième personne',
    choose: 'Choisis deux personnes pour les voir côte à côte.',
    none: 'Il n’y a pas deux personnes à comparer sur cette période.',
  },
  packages: {
    title: 'Deux archives',
    lead: 'Une de tes archives plus anciennes contient peut-être encore ce qui a disparu de la nouvelle. Celles de deux personnes se regardent côte à côte.',
    other: 'L’autre archive',
    none: '–',
    file: 'Ou un fichier .sqlite enregistré',
    notOne: 'Ce fichier n’est pas le résultat d’une archive.',
    sameOwner: 'Les deux archives sont à toi.',
    otherOwner: 'Ces archives sont à deux personnes : on peut les comparer, mais pas les fusionner.',
    merge: 'Fusionner',
    mergeHint:
      'Pour chaque heure, le décompte le plus complet des deux ; les appels, sessions et paiements des deux, une seule fois. Les deux archives restent telles quelles.',
    merging: 'Fusion…',
    failed: 'La fusion a échoué',
    onlyOlder: 'Ce que seule l’ancienne contient',
    thisOne: 'Cette archive',
    thatOne: 'L’autre',
  },
  clocks: 'Semaines et nuits à la même échelle : la part des messages de chaque côté.',
  facts: {
    messages: 'Messages',
    people: 'Personnes contactées',
    places: 'Serveurs',
    callTime: 'En appel',
    calls: 'Appels',
    payments: 'Paiements',
    perDay: 'Messages par jour',
    first: 'Premier message',
    last: 'Dernier message',
    mood: 'Humeur',
    longest: 'Plus long appel',
  },
}
