/** French texts of the way to a result. */
import { createFormats } from '../formats.ts'
import type { Texts } from '../en.ts'

const { plural } = createFormats('fr')

export const flow: Texts['flow'] = {
  title: 'Tes années Discord en images',
  lead: 'Tout le monde peut demander à Discord une copie de ses données. Ici, tu peux explorer la tienne : à qui tu as écrit, à quelles heures tu étais en ligne, qui est arrivé, qui est parti. Rien n’est transmis à des tiers.',
  link: {
    title: 'Colle le lien',
    text: 'Ce serveur télécharge l’archive depuis Discord et l’analyse. Le lien et le résultat restent à toi : le serveur ne peut pas lire ce qu’il conserve.',
    label: 'Lien du bouton « Télécharger » dans l’e-mail de Discord',
    placeholder: 'https://click.discord.com/ls/click?upn=…',
    go: 'C’est parti',
    good: 'Cela ressemble à un lien d’archive.',
    cut: 'C’est bien un lien de Discord, mais il en manque une partie : copie le lien du bouton, pas son texte.',
    other: 'Ce n’est pas un lien d’archive : ceux-ci commencent par https://click.discord.com/ls/click?upn=',
    keep: 'Enregistrer dans ce navigateur',
    keepHint: 'À ne pas faire sur un ordinateur partagé.',
  },
  demo: {
    text: 'Explore d’abord tout avec des données inventées.',
    go: 'Ouvrir la démo',
  },
  kept: {
    title: 'Enregistré dans ce navigateur',
    open: 'Ouvrir',
    waiting: 'en cours de traitement',
    forget: 'Retirer',
    size: (size, day) => `${size}, enregistré le ${day}`,
    notForgotten:
      'Impossible de la retirer : elle est toujours enregistrée dans ce navigateur. Réessaie, ou efface les données de ce site dans les réglages du navigateur.',
  },
  howTo: {
    title: 'Comment obtenir ton archive',
    steps: [
      'Dans Discord, ouvre Paramètres utilisateur › Données et confidentialité › « Demander toutes mes données ».',
      'Coche au moins « Messages » et « Activité », puis envoie la demande.',
      'Quelques heures ou quelques jours plus tard, Discord t’envoie un e-mail. Le bouton contient le lien, valable environ 30 jours.',
    ],
  },
  leaves: {
    title: 'Ce qui quitte cet appareil',
    items: [
      'Si tu déposes le zip, rien. Si tu colles un lien, il n’est envoyé qu’à ce serveur, qui télécharge l’archive depuis Discord.',
      'Le serveur stocke le résultat chiffré. La clé fait partie de ton lien ; le serveur ne la garde pas.',
      'Aucun autre serveur n’est contacté : ni polices, ni images, ni traceurs.',
    ],
  },
  insecure:
    'La connexion à ce serveur n’est pas chiffrée (simple http) : toute personne à l’écoute sur ton réseau peut lire le lien et le résultat. Chez toi, ce n’est peut-être pas un problème.',
  working: {
    title: 'Ton archive est en cours de traitement',
    sending: 'Envoi du lien…',
    waiting: 'Dans la file d’attente',
    queue: (before) =>
      before === 0
        ? 'La tienne est la suivante.'
        : plural(before, { one: '# archive avant la tienne.', other: '# archives avant la tienne.' }),
    downloading: 'Téléchargement depuis Discord',
    bytes: (done, total) => `${done} sur ${total}`,
    someBytes: (done) => `${done} pour l’instant`,
    analyzing: 'Analyse en cours',
    analyzingHint: 'Messages, événements, appels. Pour une grosse archive, compte environ une minute.',
    unreachable: 'Le serveur ne répond pas pour le moment. Cette page réessaie automatiquement.',
    busy: 'Le serveur est occupé et n’accepte rien de plus de ta part pour le moment. Cette page réessaie automatiquement.',
    mayClose: 'Tu peux fermer cette page : le serveur continue, et ce navigateur retrouvera le résultat.',
    mustStay: 'Laisse cette page ouverte ou garde le lien : ce navigateur ne l’enregistre pas.',
    leave: 'Retour à l’accueil',
    steps: ['Attente', 'Réception', 'Analyse', 'Résultat'],
  },
  problems: {
    title: 'Ça n’a pas marché',
    INVALID_LINK:
      'Ce n’est pas le lien d’une archive de données. Copie le lien complet du bouton dans l’e-mail de Discord.',
    EXPIRED_LINK:
      'Discord ne fournit plus cette archive : les liens sont valables environ 30 jours. Demandes-en une nouvelle à Discord.',
    MISSING_USER_DATA: 'Cette archive n’indique pas à qui elle appartient.',
    UNKNOWN_PACKAGE_ID: 'Ce serveur n’a plus le résultat. Colle le lien à nouveau.',
    NO_RESULT: 'Ce serveur n’a pas ce résultat.',
    UNAUTHORIZED: 'Le lien ne correspond pas à ce résultat. Colle-le à nouveau.',
    UNKNOWN_ERROR: 'Le serveur n’a pas pu analyser cette archive.',
    PAGE_ERROR: 'Impossible d’ouvrir le résultat dans ce navigateur.',
    reason: (sentence) => `Raison : ${sentence}`,
    reasons: {
      link_redirects_away: 'Le lien redirige vers une adresse que ce serveur refuse d’ouvrir.',
      link_not_a_package:
        'Le lien ne mène pas à une archive zip. Discord utilise le même type de lien dans tous ses e-mails.',
      download_failed: 'L’archive n’a pas pu être téléchargée, même après plusieurs tentatives.',
      download_too_slow: 'L’archive arrivait trop lentement : le téléchargement a été abandonné.',
      archive_too_large: 'L’archive dépasse la taille acceptée ici.',
      archive_not_a_zip: 'Le fichier n’est pas un zip, ou il est incomplet.',
      archive_corrupt: 'L’archive est abîmée : ses parties se contredisent.',
      file_unreadable: 'Un fichier est illisible, ou il a changé pendant la lecture.',
      archive_encrypted: 'L’archive est protégée par un mot de passe.',
      archive_unsupported: 'L’archive utilise une compression que Discord n’emploie pas.',
      archive_bomb: 'Une fois décompressée, l’archive dépasse la taille acceptée ici.',
      archive_too_many_entries: 'L’archive contient plus de fichiers que ce qui est accepté ici.',
      package_too_complex: 'L’archive contient trop de données différentes pour la mémoire prévue.',
      result_too_large: 'La base de données obtenue dépasse la taille acceptée ici.',
      analysis_too_long: 'L’analyse a duré plus longtemps que ce serveur ne le permet.',
      analysis_crashed: 'L’analyse de cette archive a planté plusieurs fois.',
      disk_full: 'Le serveur n’a plus assez d’espace disque pour l’archive.',
      server_overloaded:
        'Le serveur a manqué de mémoire ou de descripteurs de fichiers pendant des heures ; son journal dit où.',
      internal: 'Un problème est survenu sur le serveur ; son journal dit où.',
      wrong_address: 'La Backend URL de l’application contient un chemin qui n’existe pas sur ce serveur.',
      network_not_allowed: 'Ce serveur n’accepte les archives que depuis certains réseaux.',
      queue_full: 'La file d’attente de ce serveur est pleine. Réessaie plus tard.',
      address_full:
        'Trop d’archives de cette adresse sont en cours de traitement. Envoie le lien suivant quand l’une d’elles sera terminée.',
      too_many_requests: 'Trop de liens depuis cette adresse. Réessaie dans une minute.',
    },
  },
}
