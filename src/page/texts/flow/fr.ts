/** French texts of the way to a result. */
import { createFormats } from '../formats.ts'
import type { Texts } from '../en.ts'

const { plural } = createFormats('fr')

export const flow: Texts['flow'] = {
  title: 'Tes années sur Discord, en images',
  lead: 'Discord donne à chacun une copie de ses données. Regarde ici les tiennes : à qui tu écrivais, quand tu veillais, qui est venu, qui est parti. Personne d’autre n’en reçoit rien.',
  link: {
    title: 'Coller le lien',
    text: 'Ce serveur télécharge l’archive chez Discord et la dépouille. Le lien et le résultat restent à toi : le serveur ne peut pas lire ce qu’il conserve.',
    label: 'Le lien du bouton « Télécharger » dans l’e-mail de Discord',
    placeholder: 'https://click.discord.com/ls/click?upn=…',
    go: 'C’est parti',
    good: 'C’est bien un lien d’archive.',
    cut: 'C’est un lien de Discord, mais il en manque un bout : copie le lien du bouton, pas son texte.',
    other: 'Ce n’est pas un lien d’archive. Ils commencent par https://click.discord.com/ls/click?upn=',
    keep: 'Le garder dans ce navigateur',
    keepHint: 'À éviter sur un ordinateur partagé.',
  },
  demo: {
    title: 'Juste un coup d’œil ?',
    text: 'Découvre d’abord tout avec des données inventées.',
    go: 'Ouvrir la démo',
  },
  kept: {
    title: 'Gardé dans ce navigateur',
    open: 'Ouvrir',
    waiting: 'encore en cours',
    forget: 'Oublier',
    size: (size, day) => `${size}, depuis le ${day}`,
  },
  howTo: {
    title: 'Obtenir ton archive',
    steps: [
      'Dans Discord, ouvre Paramètres utilisateur › Données et confidentialité › « Demander toutes mes données ».',
      'Coche au moins Messages et Activité, puis envoie.',
      'Discord t’envoie un e-mail en quelques heures ou jours. Le lien est derrière son bouton et reste valable environ 30 jours.',
    ],
  },
  leaves: {
    title: 'Ce qui quitte cet appareil',
    items: [
      'Le lien, vers ce serveur seulement. Le serveur télécharge l’archive chez Discord.',
      'Le résultat revient chiffré et s’ouvre ici. La clé fait partie de ton lien ; le serveur ne la garde pas.',
      'Aucun autre serveur n’est contacté : ni polices, ni images, ni pistage.',
    ],
  },
  insecure:
    'La connexion à ce serveur n’est pas chiffrée (http simple) : qui écoute ton réseau peut lire le lien et le résultat. À la maison, cela peut convenir.',
  working: {
    title: 'Ton archive est en cours de traitement',
    sending: 'Envoi du lien…',
    waiting: 'Dans la file d’attente',
    queue: (before) =>
      before === 0
        ? 'La tienne est la prochaine.'
        : plural(before, { one: '# archive avant la tienne.', other: '# archives avant la tienne.' }),
    downloading: 'Téléchargement depuis Discord',
    bytes: (done, total) => `${done} sur ${total}`,
    someBytes: (done) => `${done} pour l’instant`,
    analyzing: 'Analyse',
    analyzingHint: 'Messages, événements, appels. Une grosse archive prend une minute.',
    left: (time) => `encore ${time} environ`,
    unreachable: 'Le serveur ne répond pas pour le moment. Cette page continue d’essayer.',
    mayClose:
      'Tu peux fermer cette page : le serveur continue, et ce navigateur saura retrouver le résultat.',
    mustStay: 'Laisse cette page ouverte ou garde le lien : ce navigateur ne le retient pas.',
    leave: 'Retour au début',
    steps: ['Attendre', 'Télécharger', 'Analyser', 'Regarder'],
  },
  problems: {
    title: 'Cela n’a pas marché',
    again: 'Réessayer',
    INVALID_LINK:
      'Ce n’est pas le lien d’une archive de données. Copie le lien entier du bouton dans l’e-mail de Discord.',
    EXPIRED_LINK:
      'Discord ne fournit plus cette archive : les liens durent environ 30 jours. Demandes-en une nouvelle à Discord.',
    MISSING_USER_DATA: 'Il n’y a rien à compter dans cette archive.',
    UNKNOWN_PACKAGE_ID: 'Ce serveur n’a plus le résultat. Colle de nouveau le lien.',
    UNAUTHORIZED: 'Le lien ne correspond pas à ce résultat. Colle de nouveau le lien.',
    UNKNOWN_ERROR: 'Le serveur n’a pas pu analyser cette archive.',
    PAGE_ERROR: 'Le résultat n’a pas pu s’ouvrir dans ce navigateur.',
    reason: (sentence) => `La raison : ${sentence}`,
  },
}
