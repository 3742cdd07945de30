/**
 * Merges the results of several packages of one owner row by row. Of rows of the activity that differ only in
 * the count, it takes the largest count. Sessions are united as a set; overlapping voice sessions become one;
 * of payments with the same id, the newest package's counts. A name comes from the newest package that has
 * one.
 */
import { sentinelsOf } from './activity.ts'
import { compareIds, unknownOwnerId } from './channels.ts'
import { unknownUserName } from './names.ts'
import type {
  ActivityRow,
  DmChannelRow,
  GuildChannelRow,
  GuildRow,
  OracleRows,
  PackageRow,
  PaymentRow,
  SessionRow,
  VoiceSessionRow,
} from './rows.ts'
import { uniteOverlapping } from './voice.ts'

export type MergedRows = Pick<
  OracleRows,
  | 'activity'
  | 'dm_channels_data'
  | 'guild_channels_data'
  | 'guilds'
  | 'payments'
  | 'voice_sessions'
  | 'sessions'
  | 'package_data'
>

/** `packages` are ordered from the oldest to the newest; there is at least one. */
export function mergeRows(packages: MergedRows[]): MergedRows {
  const all = <Row>(rowsOf: (rows: MergedRows) => Row[]) => packages.flatMap(rowsOf)
  const voice_sessions = mergeVoiceSessions(all((rows) => rows.voice_sessions))
  const sessions = unique(all((rows) => rows.sessions))
  const counted = mergeActivity(all((rows) => rows.activity))
  const totalsOf = (id: string) => ({
    total_message_count: sum(
      counted
        .filter((row) => row.event_name === 'message_sent' && row.associated_channel_id === id)
        .map((row) => row.occurence_count),
    ),
    total_voice_channel_duration: sum(
      voice_sessions
        .filter((voiceSession) => voiceSession.channel_id === id)
        .map((voiceSession) => voiceSession.duration_mins),
    ),
  })
  const dm_channels_data = groupsOf(
    all((rows) => rows.dm_channels_data),
    (row) => row.channel_id,
  ).map((rows): DmChannelRow => ({
    channel_id: rows[0]!.channel_id,
    dm_user_id: newest(
      rows.map((row) => row.dm_user_id),
      (id) => id === rows[0]!.channel_id,
    ),
    user_name: newest(
      rows.map((row) => row.user_name),
      isGeneratedName,
    ),
    display_name: newest(
      rows.map((row) => row.display_name),
      isNull,
    ),
    user_avatar_url: newest(
      rows.map((row) => row.user_avatar_url),
      isNull,
    ),
    ...totalsOf(rows[0]!.channel_id),
  }))
  const guild_channels_data = groupsOf(
    all((rows) => rows.guild_channels_data),
    (row) => row.channel_id,
  ).map((rows): GuildChannelRow => ({
    channel_id: rows[0]!.channel_id,
    channel_name: newest(
      rows.map((row) => row.channel_name),
      isGeneratedName,
    ),
    guild_id: newest(rows.map((row) => row.guild_id)),
    ...totalsOf(rows[0]!.channel_id),
  }))
  return {
    activity: [...counted, ...sentinelsOf(counted, sessions, voice_sessions)],
    dm_channels_data,
    guild_channels_data,
    guilds: mergeGuilds(
      all((rows) => rows.guilds),
      guild_channels_data,
    ),
    payments: mergePayments(all((rows) => rows.payments)),
    voice_sessions,
    sessions,
    package_data: [mergeOwners(all((rows) => rows.package_data))],
  }
}

function mergeGuilds(guilds: GuildRow[], channels: GuildChannelRow[]): GuildRow[] {
  return groupsOf(guilds, (row) => row.guild_id).map((rows) => {
    const { guild_id } = rows[0]!
    const ofGuild = channels.filter((channel) => channel.guild_id === guild_id)
    return {
      guild_id,
      guild_name: newest(
        rows.map((row) => row.guild_name),
        isGeneratedName,
      ),
      total_message_count: sum(ofGuild.map((channel) => channel.total_message_count)),
    }
  })
}

function mergePayments(payments: PaymentRow[]): PaymentRow[] {
  return groupsOf(payments, (row) => row.payment_id).map((rows) => rows.at(-1)!)
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

function mergeActivity(rows: ActivityRow[]): ActivityRow[] {
  const counted = rows.filter(({ event_name }) => !/^package_(start|end)$/.test(event_name))
  // A channel is in one server at most, which a package may leave out, so messages are told apart without it.
  const groups = groupsOf(counted, ({ occurence_count: _, associated_guild_id: guild, ...group }) =>
    JSON.stringify(Object.entries({ ...group, guild: group.event_name === 'message_sent' || guild }).sort()),
  )
  return groups.map((group) => ({
    ...group[0]!,
    associated_guild_id: newest(
      group.map((row) => row.associated_guild_id),
      isNull,
    ),
    occurence_count: Math.max(...group.map(({ occurence_count }) => occurence_count)),
  }))
}

/** Equal voice sessions become one, and overlapping ones of a channel are united, as within one package. */
function mergeVoiceSessions(rows: VoiceSessionRow[]): VoiceSessionRow[] {
  return groupsOf(unique(rows), ({ channel_id }) => channel_id).flatMap((ofChannel) => {
    const voiceSessions = ofChannel
      .map((row) => ({
        ...{ channelId: row.channel_id, guildId: row.guild_id, row },
        ...{ start: Number(row.started_date) * 1000, end: Number(row.ended_date) * 1000 },
      }))
      .sort((left, right) => left.start - right.start || left.end - right.end)
    return uniteOverlapping(voiceSessions).map(({ channelId, guildId, start, end }) => {
      const [started_date, ended_date] = [String(start / 1000), String(end / 1000)]
      // Minutes are computed from milliseconds, which only the package contains. Minutes of an unchanged
      // session are therefore copied.
      const known = ofChannel.find(
        (row) => row.started_date === started_date && row.ended_date === ended_date,
      )
      const duration_mins = known?.duration_mins ?? Math.floor((end - start) / 60_000)
      return { channel_id: channelId, guild_id: guildId, duration_mins, started_date, ended_date }
    })
  })
}

function mergeOwners(rows: PackageRow[]): PackageRow {
  const newest = rows.findLast(({ package_owner_id }) => package_owner_id !== unknownOwnerId) ?? rows.at(-1)!
  // The owner's name may be in an older package only.
  const owner =
    rows.findLast(
      ({ package_owner_id, package_owner_name }) =>
        package_owner_id === newest.package_owner_id && package_owner_name !== unknownUserName,
    ) ?? newest
  const isPartial = rows.every(({ package_is_partial }) => package_is_partial === 1)
  return { ...owner, package_is_partial: isPartial ? 1 : 0 }
}

/** The newest value that says something (`saysNothing`); the newest of all if none does. */
function newest<Value>(values: Value[], saysNothing: (value: Value) => boolean = () => false): Value {
  return values.findLast((value) => !saysNothing(value)) ?? values.at(-1)!
}

function isNull(value: unknown): boolean {
  return value === null
}

function isGeneratedName(name: string): boolean {
  return /^(Deleted user|Unknown user|Unknown server|Group DM) \d{4,}$|^Unknown channel$/.test(name)
}

function groupsOf<Row>(rows: Row[], keyOf: (row: Row) => string): Row[][] {
  const groups = new Map<string, Row[]>()
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row])
  return [...groups].sort(([left], [right]) => compareIds(left, right)).map(([, group]) => group)
}

function unique<Row extends SessionRow | VoiceSessionRow>(rows: Row[]): Row[] {
  return groupsOf(rows, (row) => JSON.stringify(Object.entries(row).sort())).map(([row]) => row!)
}
