/** The types of events that at least one statistic reads; `coverage` counts them as used. */
import { countedTypes } from './activity.ts'

export const readTypes: ReadonlySet<string> = new Set([
  ...countedTypes,
  ...['join_voice_channel', 'leave_voice_channel', 'voice_disconnect', 'session_start', 'session_end'],
  ...['launch_game', 'application_opened', 'application_closed', 'privacy_control_updated'],
  ...['send_message', 'leave_guild', 'create_guild', 'delete_guild', 'channel_updated'],
  ...['video_stream_started', 'video_stream_ended'],
])
