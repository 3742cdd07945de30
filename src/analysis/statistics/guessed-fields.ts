/**
 * The table of guessed fields. They are read in case a package has them, but no source is known to have them
 * for that event: neither Discord's app, nor a public package, nor several other programs that read packages.
 */
import type { FieldNames } from '../../data-package/records/scanned-object.ts'

/** Names used from 2016 to 2018. They are confirmed for other events of that time. */
const oldNames = { channel: ['channel'], guild: ['guild', 'server'] }
const voice = [...oldNames.channel, ...oldNames.guild]

/** Event type, or file with a JSON object → its guessed fields. */
export const guessedFields: { readonly [record: string]: FieldNames } = {
  guild_joined: oldNames.guild,
  leave_guild: oldNames.guild,
  create_guild: oldNames.guild,
  delete_guild: oldNames.guild,
  channel_updated: oldNames.guild,
  application_command_used: oldNames.guild,
  add_reaction: oldNames.channel,
  join_voice_channel: voice,
  leave_voice_channel: voice,
  voice_disconnect: voice,
  privacy_control_updated: ['control', 'control_name', 'setting', 'is_enabled', 'enabled', 'value'],
  launch_game: ['application_id', 'game_name', 'application_name'],
  application_opened: ['game_id', 'game_name', 'game', 'custom_name'],
  application_closed: ['game_id'],
  video_stream_ended: ['share_game_id', 'share_game_name'],
  'user.json': ['since'],
  messages: ['id', 'timestamp', 'contents', 'attachments', 'content'],
}

/** Whether a field of an event or file is a guess. */
export function isGuessed(record: string, field: string): boolean {
  return guessedFields[record]?.includes(field) ?? false
}
