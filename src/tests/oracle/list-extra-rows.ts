/** The rows of the tables beyond the contract: one line per table. */
import type { Channel } from './channels.ts'
import { coverageOfFolders, coverageOfMessages, coverageOfPairs, daysOf } from './coverage.ts'
import { countRelationships, listDevices } from './devices.ts'
import type { readEvents } from './events.ts'
import type { ExtraRows } from './extra-rows.ts'
import { countAppSessions, countCalls, countReactions, sumPayments } from './extra-tables.ts'
import { findGames, listGameDays, listGames } from './games.ts'
import { sumMessages } from './message-totals.ts'
import type { Message, readMessageFiles } from './messages.ts'
import type { namesInEvents } from './names.ts'
import type { Owner } from './owner.ts'
import type { ActivityRow, DmChannelRow, GuildChannelRow, PaymentRow } from './rows.ts'
import { countDeletedMessages, readSentMessages } from './sent-events.ts'
import { listServerTimeline } from './server-timeline.ts'
import type { findSessions } from './sessions.ts'
import { countStreams } from './streaming.ts'
import { findGaps } from './tracking-gaps.ts'
import type { findVoiceSessions } from './voice.ts'

/** What was read from the package, and the rows of the contract's tables. */
interface Found {
  log: ReturnType<typeof readEvents>
  lastDay: string
  channels: Channel[]
  owner: Owner
  payments: PaymentRow[]
  voice: ReturnType<typeof findVoiceSessions>
  sessions: ReturnType<typeof findSessions>
  activity: ActivityRow[]
  dms: DmChannelRow[]
  guildChannels: GuildChannelRow[]
  messages: Map<string, Message[]>
  messageFiles: ReturnType<typeof readMessageFiles>
  /** The shown names of all servers, by id. */
  guildNames: Map<string, string>
  namesOfEvents: ReturnType<typeof namesInEvents>
}

export function listExtraRows(found: Found): ExtraRows {
  const { log, channels, owner, messages, messageFiles, voice, sessions } = found
  const sent = readSentMessages(log.events, found.lastDay)
  const games = findGames(log.events, owner.json)
  return {
    payments_by_currency: sumPayments(found.payments),
    reactions: countReactions(found.activity),
    calls: countCalls(voice.rows, found.dms, found.guildChannels),
    deleted_messages: countDeletedMessages(sent.values(), channels, messageFiles),
    message_totals: sumMessages(messages, sent),
    games: listGames(games),
    game_days: listGameDays(games),
    server_timeline: listServerTimeline(log.events, found.guildNames, found.namesOfEvents),
    streaming: countStreams(log.events),
    app_sessions_by_os: countAppSessions(sessions.rows),
    tracking_gaps: findGaps(daysOf(log), log.events, messages),
    devices: listDevices(log.events),
    relationships: countRelationships(owner.json),
    coverage: [
      ...coverageOfFolders(log),
      coverageOfMessages(messageFiles),
      coverageOfPairs('voice_sessions', voice),
      coverageOfPairs('sessions', sessions),
    ],
  }
}
