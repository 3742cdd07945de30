/** The totals of each channel's messages. */
import { TextMap } from '../../data-package/records/text-map.ts'
import type { AnalyzedPackage } from '../analyzed-package.ts'
import { inOrder } from '../collections/ordering.ts'
import { sentMessages } from './sent-messages.ts'
import { PlaceOfChannel, type Row, type Statistic, foundBy } from './statistic.ts'

export const messageTotals: Statistic = {
  name: 'message_totals',
  source: 'text of all messages; replies: `send_message`',
  means:
    'Characters, words, links, attachments and replies in each channel, its first and last message, and the longest streak of days with a message.',
  limits:
    'All messages, not a sample. Words are separated by white space, so languages without spaces have few. Links are counted by their beginning (http:// or https://). Replies are ' +
    'counted from `send_message` (`reference_message_id`) and are NULL if the channel has no such event.',
  tables: [
    {
      name: 'message_sums',
      rowPer: '',
      sql: `CREATE TABLE message_sums (
  place_id INTEGER PRIMARY KEY,        -- in places
  message_count INTEGER,               -- NULL: that of dm_channels_data or guild_channels
  character_count INTEGER NOT NULL,
  word_count INTEGER NOT NULL,
  link_count INTEGER NOT NULL,
  attachment_count INTEGER NOT NULL,
  reply_count INTEGER,                 -- NULL: no event names its messages
  first_message_date INTEGER NOT NULL, -- seconds since 1970
  last_message_after INTEGER NOT NULL, -- seconds since the first
  longest_streak_days INTEGER NOT NULL
)`,
      rows: rowsOf,
    },
    {
      name: 'message_totals',
      rowPer: 'channel with messages',
      sql: `CREATE VIEW message_totals AS
SELECT
  CAST(a.channel_id AS TEXT) AS channel_id,
  coalesce(
    message_count,
    (SELECT total_message_count FROM guild_channels g WHERE g.channel_id = CAST(a.channel_id AS TEXT)),
    (SELECT total_message_count FROM dm_channels_data d WHERE d.channel_id = CAST(a.channel_id AS TEXT))
  ) AS message_count,
  character_count,
  word_count,
  link_count,
  attachment_count,
  reply_count,
  first_message_date,
  first_message_date + last_message_after AS last_message_date,
  longest_streak_days
FROM message_sums
JOIN places a USING (place_id)`,
    },
  ],
}

function* rowsOf({ contents, activity }: AnalyzedPackage): Generator<Row> {
  const { channels } = foundBy(sentMessages, activity)
  const replies = new TextMap(channels.map(({ channelId, replies }) => [channelId, replies]))
  for (const { id, kind, guildId, messageCount, totals } of inOrder(contents.channels, (channel) => [
    channel.id,
  ])) {
    if (messageCount === 0) continue
    const first = Math.floor(totals.firstMs / 1000)
    yield [
      ...[
        new PlaceOfChannel(id),
        kind === 'dm' || guildId !== null ? null : messageCount,
        totals.characters,
        totals.words,
        totals.links,
        totals.attachments,
      ],
      replies.get(id) ?? null,
      ...[first, Math.floor(totals.lastMs / 1000) - first, totals.longestStreakDays],
    ]
  }
}
