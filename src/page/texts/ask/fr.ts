/** French texts of the screen Ask. */
import { createFormats } from '../formats.ts'
import type { Texts } from '../en.ts'

const { plural } = createFormats('fr')

export const ask: Texts['ask'] = {
  title: 'Pose ta propre question',
  lead: 'Ton résultat est une base SQLite. Demande-lui ce que tu veux en SQL : rien ne quitte ce navigateur et rien ne peut casser, car chaque question porte sur une copie.',
  sql: 'Question en SQL',
  ready: 'Questions toutes prêtes',
  choose: 'Choisir…',
  run: 'Demander',
  stop: 'Arrêter',
  running: 'Lecture…',
  stopped: 'Arrêté.',
  keys: 'Ctrl + Entrée lance aussi la question.',
  took: (rows, seconds) => `${plural(rows, { one: '# ligne', other: '# lignes' })} en ${seconds} s`,
  cut: (rows) => `Seules les ${rows} premières lignes sont affichées.`,
  nothing: 'Aucune ligne : la question a abouti, mais rien ne correspond.',
  failed: 'SQLite répond',
  csv: 'Enregistrer en CSV',
  answer: 'Réponse',
  chartOf: (value, by) => `${value} par ${by}`,
  tables: 'Tables et colonnes',
  tablesLead: 'Choisis une table pour voir ses premières lignes.',
  questions: {
    people: 'Les personnes, avec messages et humeur',
    places: 'Les serveurs, avec messages',
    channels: 'Les salons, avec messages',
    calls: 'Tous les appels',
    sessions: 'Toutes les utilisations de l’application',
    words: 'Mots',
    emoji: 'Emojis',
    reactions: 'Réactions',
    games: 'Jeux',
    devices: 'Systèmes et applications',
    payments: 'Paiements',
    relationships: 'Amis, demandes et blocages par année',
    servers: 'Serveurs rejoints et quittés',
    gaps: 'Périodes sans activité',
    coverage: 'Ce que contient l’archive',
    streaming: 'Streams vidéo par mois',
    gameMonths: 'Jeux par mois',
    deleted: 'Messages supprimés par année',
    totals: 'Mots, liens et réponses par salon',
    owner: 'À qui appartient l’archive',
  },
}
