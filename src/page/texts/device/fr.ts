/** French texts of the screen This device. */
import type { Texts } from '../en.ts'

export const device: Texts['device'] = {
  package: 'Cette archive',
  inBrowser: 'Le résultat et le lien restent dans ce navigateur jusqu’à ce que tu les retires.',
  inTab: 'Le résultat et le lien n’existent que dans cet onglet : si tu le fermes, ils disparaissent.',
  fileInTab: 'Le résultat n’existe que dans cet onglet : si tu le fermes, il disparaît.',
  fromFile: 'Le résultat reste dans ce navigateur jusqu’à ce que tu le retires. Il n’a pas de lien.',
  demo: 'La démo n’est enregistrée nulle part.',
  size: (bytes) => `Le résultat occupe ${bytes}.`,
  saveSqlite: 'Enregistrer en .sqlite',
  saveTables: 'Enregistrer toutes les tables en CSV',
  saving: 'Enregistrement…',
  forget: 'Retirer de ce navigateur',
  deleteAtServer: 'Supprimer du serveur',
  deleteSure:
    'Vraiment supprimer ? Le résultat disparaîtra aussi de l’application et de tes autres appareils.',
  deleteYes: 'Supprimer',
  deleteNo: 'Garder',
  deleted: 'Le serveur l’a supprimé. Ce navigateur l’affiche encore.',
  notDeleted: 'Le serveur ne l’a pas supprimé. Réessaie plus tard.',
  room: 'Espace dans ce navigateur',
  used: (used, all) => `Cette page occupe ${used} sur environ ${all}.`,
  settings: 'Paramètres',
  zoneHint: 'Le fuseau horaire se règle dans la barre du haut.',
  shared:
    'Toute personne qui utilise ce navigateur peut ouvrir ce qui y est enregistré. Sur un ordinateur partagé, retire-le quand tu as fini.',
  app: {
    title: 'Ouvrir dans l’application Dumpus',
    text: 'L’application demande ses données à un serveur. Ce navigateur chiffre le résultat avec une nouvelle clé et le confie à ce serveur. La clé n’est que dans le lien que tu reçois : tant que l’application n’a pas ouvert le lien, le serveur ne peut pas lire le résultat.',
    make: 'Créer un lien pour l’application',
    working: 'Chiffrement et envoi…',
    steps: [
      'Dans l’application Dumpus, choisis de saisir un lien Discord et ouvre « Advanced ».',
      'Saisis l’adresse de ce serveur dans « Backend URL ».',
      'Colle le lien.',
    ],
    backend: 'Backend URL',
    link: 'Lien',
    copy: 'Copier',
    copied: 'Copié',
    secret: 'Le lien ne s’affiche qu’ici. Toute personne qui l’a peut voir le résultat.',
    takeBack: 'Le retirer du serveur',
    takenBack: 'Le serveur l’a supprimé. Le lien ne fonctionne plus.',
    problems: {
      uploads_off: 'Ce serveur n’accepte pas de résultats pour l’application.',
      body_too_large: 'Le résultat est plus gros que ce que ce serveur accepte.',
      too_many_requests: 'Trop de demandes en peu de temps. Réessaie dans une minute.',
      too_many_uploads: 'Ce serveur ne peut pas garder plus de résultats. Réessaie plus tard.',
      unreachable: 'Le serveur n’a pas répondu. Réessaie.',
    },
  },
}
