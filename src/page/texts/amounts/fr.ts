/** French texts of the figures about amounts: words, emoji, games and money. */
import { createFormats } from '../formats.ts'
import type { AmountTexts } from '../en.ts'

const { plural } = createFormats('fr')
const wordsOf = (count: number) => plural(count, { one: '# mot', other: '# mots' })
const paymentsOf = (count: number) => plural(count, { one: '# paiement', other: '# paiements' })

export const amounts: AmountTexts = {
  words: { title: 'Tes mots', sentence: (word, messages) => `« ${word} » figure dans ${messages}.` },
  emoji: { title: 'Tes emojis', sentence: (emoji, messages) => `${emoji} figure dans ${messages}.` },
  reactions: { title: 'Tes réactions', sentence: (emoji, count) => `${emoji} : ${count}.` },
  games: { title: 'Tes jeux', sentence: (name, time) => `${name} arrive en tête : ${time}.` },
  estimated: (oneIn) => `≈ indique une estimation : un message sur ${oneIn} a été lu.`,
  money: {
    title: 'Tes paiements',
    sentence: (count, currencies) => `${paymentsOf(count)} : ${currencies}.`,
    never: 'Les devises ne sont jamais additionnées.',
  },
  streams: {
    title: 'Tes streams, mois par mois',
    sentence: (month, value) => `Record : ${value} en ${month}.`,
    reading: 'Les streams vidéo terminés ce mois-là : les tiens et ceux que tu as regardés.',
    kinds: { screen: 'Ton écran', camera: 'Ta caméra', watched: 'Regardés', other: 'Inconnu' },
  },
  gameMonths: {
    title: 'Tes jeux, mois par mois',
    sentence: (name, days) => `Joué le plus de jours : ${name} (${days}).`,
    reading: 'Lancements par mois, par jeu.',
  },
  writing: {
    title: 'Tout ce que tu as écrit',
    sentence: (words) => `Tu as écrit ${wordsOf(words)}.`,
    novels: (words, novels) =>
      `Tu as écrit ${wordsOf(words)} : l’équivalent de ${plural(novels, { one: '# roman', other: '# romans' })}.`,
    reading: 'Ces chiffres portent sur toutes les années : la période choisie n’y change rien.',
    words: 'Mots',
    wordsPerMessage: 'Mots par message',
    characters: 'Caractères',
    links: 'Liens',
    attachments: 'Pièces jointes',
    replies: 'Réponses',
  },
  deleted: {
    title: 'Messages disparus',
    sentence: (share, sent) => `Discord a enregistré ${sent} ; ${share} ne sont plus dans l’archive.`,
    detail: (deleted, sent) => `${deleted} sur ${sent}`,
    reading:
      'L’activité les mentionne, mais ils ne sont plus parmi tes messages. On ne sait pas qui les a supprimés.',
    where: 'Où',
    recorded: 'Enregistrés',
    gone: 'Disparus',
    places: { dm: 'Messages privés', group: 'Groupes privés', server: 'Serveurs', unknown: 'Inconnu' },
  },
}
