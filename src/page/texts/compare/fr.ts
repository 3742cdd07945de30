/** French texts of the screen Compare. */
import type { Texts } from '../en.ts'

export const compare: Texts['compare'] = {
  people: {
    title: 'Deux personnes',
    lead: 'Côte à côte, à la même échelle.',
    first: 'Première personne',
    second: 'Deuxième personne',
    choose: 'Choisis deux personnes pour les voir côte à côte.',
    none: 'Il n’y a pas deux personnes à comparer dans cette archive.',
  },
  packages: {
    title: 'Deux archives',
    lead: 'Une archive plus ancienne contient peut-être encore ce qui a disparu de la nouvelle. Celles de deux personnes peuvent être affichées côte à côte.',
    other: 'L’autre archive',
    none: '–',
    file: 'Un fichier .sqlite enregistré',
    notOne: 'Ce fichier n’est pas le résultat d’une archive.',
    sameOwner: 'Les deux archives appartiennent à la même personne.',
    otherOwner:
      'Rien n’indique que ces archives appartiennent à la même personne : on peut les comparer, mais pas les fusionner.',
    merge: 'Fusionner',
    mergeHint:
      'Pour chaque salon et chaque heure, le nombre le plus élevé est retenu ; les appels, sessions et paiements viennent de toutes les archives, sans doublons. Elles restent inchangées.',
    merging: 'Fusion en cours…',
    failed: 'La fusion a échoué',
    onlyOlder: 'Ce que seule l’ancienne contient',
    thisOne: 'Cette archive',
    thatOne: 'L’autre',
    river: {
      title: 'Messages des deux archives',
      sentence: (name, span) => `La bande la plus large : ${name}, ${span}.`,
      short: 'Ce graphique a besoin d’au moins trois mois : ces archives en couvrent moins.',
      reading: 'Plus la bande est large, plus il y a de messages à ce moment-là.',
    },
  },
  clocks: 'Semaines et nuits à la même échelle : en part des messages de chacun.',
  facts: {
    messages: 'Messages',
    people: 'Personnes contactées',
    places: 'Serveurs',
    callTime: 'Temps d’appel',
    calls: 'Appels',
    payments: 'Paiements',
    perDay: 'Messages par jour',
    first: 'Premier message',
    last: 'Dernier message',
    mood: 'Humeur',
    longest: 'Appel le plus long',
  },
}
