/** The quirks of real packages as named options, in one table. Each is off by default. */

interface Quirk {
  /** The probability that a random package has it. */
  share: number
  help: string
}

/** Name → the probability in random packages, and what the quirk does. */
export const quirks = {
  lowerCaseRoots: { share: 0.05, help: 'top folders in lower case, as in 2018' },
  wrapperFolder: { share: 0.08, help: 'everything inside one more folder, as re-zipped packages have it' },
  macosxJunk: { share: 0.08, help: '__MACOSX and .DS_Store entries' },
  bareChannelFolders: { share: 0.12, help: 'channel folders without the c prefix' },
  csvMessages: { share: 0.15, help: 'messages.csv instead of messages.json' },
  noIndexJson: { share: 0.08, help: 'no Messages/index.json' },
  noServersIndex: { share: 0.05, help: 'no Servers/index.json' },
  withoutAccount: { share: 0.05, help: 'no Account folder' },
  withoutMessages: { share: 0.05, help: 'no Messages folder' },
  withoutServers: { share: 0.05, help: 'no Servers folder' },
  withoutActivity: { share: 0.05, help: 'no Activity folder' },
  optedOut: { share: 0.08, help: 'no analytics and modeling: the owner allowed no use of data' },
  paymentsInUserJson: { share: 0.15, help: 'payments inside user.json, as before 2026' },
  explicitDirectoryEntries: { share: 0.15, help: 'directories have entries of their own' },
  forceZip64: { share: 0.12, help: 'zip64 fields everywhere' },
  dataDescriptors: { share: 0.15, help: 'sizes after the data of each entry' },
  shuffledEntries: { share: 0.2, help: 'entries in random order' },
  storedMembers: { share: 0.08, help: 'some entries stored, not deflated' },
  lines2018: {
    share: 0.1,
    help: 'event lines of 2018: event_type not first, plain timestamps, channel and server',
  },
  mixedTimestamps: { share: 0.12, help: 'event timestamps in all known forms, whole seconds' },
  numbersAsNumbers: { share: 0.12, help: 'numbers in events are numbers, not text' },
  integerEnums: { share: 0.15, help: 'channel and relationship types as numbers, as before 2024' },
  multipleShards: { share: 0.12, help: 'activity in several files per folder' },
  brokenLines: { share: 0.15, help: 'activity lines that are blank, cut, not objects, or not UTF-8' },
  overLongLines: { share: 0.04, help: 'an activity line longer than longLineBytes' },
  duplicateEvents: { share: 0.15, help: 'events written twice in one file' },
  eventsWithoutIds: { share: 0.08, help: 'some events without event_id' },
  duplicateMessages: { share: 0.12, help: 'messages written twice in one file' },
  deletedUsers: { share: 0.15, help: 'direct messages with "Deleted User", the deleted account, or nobody' },
  twoMemberGroupDms: { share: 0.15, help: 'group messages shrunk to two members' },
  duplicateDmChannels: { share: 0.12, help: 'two channels with the same person' },
  leftGuilds: { share: 0.15, help: 'servers that only channel.json files name' },
  nullNames: { share: 0.12, help: 'channels and servers without a name' },
  unknownChannels: { share: 0.2, help: 'channels of which only id and type are left' },
  outOfRangeDates: { share: 0.12, help: 'events and messages before Discord opened and after the export' },
  nullTimestamps: { share: 0.12, help: 'events and messages without a timestamp' },
  unicodeNames: { share: 0.2, help: 'names with emoji, quotes, right-to-left text, combining marks, " in "' },
  emptyMessageFiles: { share: 0.15, help: 'channels without any message' },
  missingMessageFiles: { share: 0.1, help: 'channel folders without a messages file' },
  cutMessagesFile: { share: 0.08, help: 'a messages file that ends in the middle of a row' },
  brokenChannelJson: { share: 0.08, help: 'a channel.json that ends too early' },
  brokenUserJson: { share: 0.04, help: 'a user.json that ends too early' },
  bom: { share: 0.08, help: 'byte order marks before JSON' },
  crlfEvents: { share: 0.08, help: 'activity lines end in CRLF' },
  noSessionIds: { share: 0.1, help: 'sessions without their id' },
  leavesWithoutDuration: { share: 0.12, help: 'leave_voice_channel events without a duration' },
  absurdDurations: { share: 0.08, help: 'voice sessions of more than a week' },
  privacyControlEvents: { share: 0.08, help: 'privacy_control_updated events' },
  gatedJoins: { share: 0.1, help: 'guild_joined again for a passed screening and a granted role' },
  nativeStarts: {
    share: 0.1,
    help: 'app_native_crash at every start of Android, nearly all without a crash',
  },
  longCalls: { share: 0.1, help: 'calls of one to seven days whose length Discord reported' },
  lostLeaves: { share: 0.12, help: 'voice joins without a leave, some ended by voice_disconnect' },
  noUserIds: { share: 0.06, help: 'events that do not say whose they are' },
  savedAgain: {
    share: 0.12,
    help: 'messages files saved again: keys in lower case, wrapped, indented, ";" in CSV',
  },
  namelessRows: {
    share: 0.12,
    help: 'people, groups, channels and servers without a name, or with an invisible one',
  },
  shortIds: { share: 0.08, help: 'people with made-up ids of 1 to 14 digits' },
  unspacedScripts: { share: 0.1, help: 'messages in languages without spaces' },
  onlyMessages: { share: 0.05, help: 'nothing but the Messages folder' },
  onlyOneChannel: { share: 0.04, help: 'nothing but the folder of one channel, without its parents' },
  onlyServers: { share: 0.03, help: 'nothing but the Servers folder' },
  onlyActivity: { share: 0.04, help: 'nothing but the Activity folder' },
} as const satisfies Record<string, Quirk>

export type QuirkName = keyof typeof quirks

/** Which quirks are on. */
export type Quirks = Readonly<Record<QuirkName, boolean>>

export const quirkNames = Object.keys(quirks) as QuirkName[]

/** All quirks are off, except those given. */
export function quirksOf(given: Partial<Quirks> = {}): Quirks {
  const names = Object.fromEntries(quirkNames.map((name) => [name, given[name] ?? false]))
  return names as Record<QuirkName, boolean>
}

/** The names of the top folders in the languages of real packages. Everything below them is English. */
export const rootFolders = {
  en: {
    account: 'Account',
    messages: 'Messages',
    servers: 'Servers',
    activity: 'Activity',
    activities: 'Activities',
    ads: 'Ads',
    tickets: 'Support_Tickets',
  },
  fr: {
    account: 'Compte',
    messages: 'Messages',
    servers: 'Serveurs',
    activity: 'Activité',
    activities: 'Activités',
    ads: 'Publicités',
    tickets: 'Demandes de support',
  },
  de: {
    account: 'Account',
    messages: 'Nachrichten',
    servers: 'Server',
    activity: 'Aktivität',
    activities: 'Aktivitäten',
    ads: 'Werbung',
    tickets: 'Support-Tickets',
  },
  ja: {
    account: 'アカウント',
    messages: 'メッセージ',
    servers: 'サーバー',
    activity: 'アクティビティ',
    activities: 'アクティビティ',
    ads: '広告',
    tickets: 'サポート_チケット',
  },
  pt: {
    account: 'Conta',
    messages: 'Mensagens',
    servers: 'Servidores',
    activity: 'Atividade',
    activities: 'Atividades',
    ads: 'Anúncios',
    tickets: 'Tickets_de_suporte',
  },
} as const

export type Language = keyof typeof rootFolders
export type Section = keyof (typeof rootFolders)['en']

export const languages = Object.keys(rootFolders) as Language[]
