-- The result database. The official client reads the eight views; people with SQL read the same.
--
-- Views over compact tables, because the client keeps the whole file, compressed, in the browser's localStorage on its
-- main thread: of 340,000 activity rows this makes 7 MB, the reference server's tables and indexes 82 MB.
-- Every id is text in the views: JavaScript rounds 64-bit integers. Only functions of SQLite 3.40.

PRAGMA page_size = 4096;
PRAGMA encoding = 'UTF-8';

-- Every event name, with the range of its sources.
CREATE TABLE activity_events (
  event_name TEXT NOT NULL,
  first_source INTEGER NOT NULL,
  last_source INTEGER NOT NULL
);

-- Texts that sources share: names of emoji and of operating systems.
CREATE TABLE labels (
  label_id INTEGER PRIMARY KEY,
  label TEXT NOT NULL
);

-- What is counted: where an event happened, with all that tells its rows apart, except the hour.
CREATE TABLE activity_sources (
  source_id INTEGER PRIMARY KEY,
  user_id,    -- of the application whose command was used
  channel_id, -- ids are integers here where 64 bits hold them: 8 bytes instead of 19
  guild_id,
  label_id INTEGER,
  extra_2
);

-- How often per hour. source_hour = source_id * 262144 + hours since 2015-01-01 00:00 UTC: one number as the key takes
-- 12 bytes a row in the file, two columns 15, and the reference server's table with its indexes about 240.
CREATE TABLE activity_hours (
  source_hour INTEGER PRIMARY KEY,
  count INTEGER NOT NULL
);

-- One row per event, place and hour.
--   message_sent                 messages of the owner: channel; guild ('@me' for group DMs, NULL for direct messages)
--   guild_joined                 guild
--   application_command_used     user = application; guild
--   add_reaction                 channel; extra 1 = emoji name, extra 2 = '1' for custom emoji, else '0'
--   app_opened                   extra 1 = operating system
--   package_start, package_end   count 0: the edges of the package, so that charts reach to both ends
--   all others                   nothing but the event
CREATE VIEW activity AS
SELECT
  e.event_name AS event_name,
  date(1420070400 + (h.source_hour & 262143) * 3600, 'unixepoch') AS day,
  (h.source_hour & 262143) % 24 AS hour,
  h.count AS occurence_count,
  CAST(s.user_id AS TEXT) AS associated_user_id,
  CAST(s.channel_id AS TEXT) AS associated_channel_id,
  CAST(s.guild_id AS TEXT) AS associated_guild_id,
  (SELECT label FROM labels WHERE labels.label_id = s.label_id) AS extra_field_1,
  CAST(s.extra_2 AS TEXT) AS extra_field_2
-- CROSS JOIN keeps this order: the planner would read all sources first, and most queries took twice as long.
FROM activity_events e
CROSS JOIN activity_sources s ON s.source_id BETWEEN e.first_source AND e.last_source
CROSS JOIN activity_hours h ON h.source_hour BETWEEN s.source_id << 18 AND (s.source_id << 18) + 262143;

-- Direct messages, one row per channel. dm_user_id is the other person, or the channel when that is not known.
-- sentiment_score: mood of the owner's messages, −1 to 1, NULL when too little of it is known.
CREATE TABLE dm_channels_data (
  channel_id TEXT NOT NULL PRIMARY KEY,
  dm_user_id TEXT NOT NULL,
  user_name TEXT NOT NULL,
  display_name TEXT,
  user_avatar_url TEXT,
  total_message_count INTEGER NOT NULL,
  total_voice_channel_duration INTEGER NOT NULL, -- minutes
  sentiment_score REAL
) WITHOUT ROWID;

CREATE TABLE guild_channels_data (
  channel_id TEXT NOT NULL PRIMARY KEY,
  channel_name TEXT NOT NULL,
  guild_id TEXT NOT NULL,
  total_message_count INTEGER NOT NULL,
  total_voice_channel_duration INTEGER NOT NULL -- minutes
) WITHOUT ROWID;

CREATE TABLE guilds (
  guild_id TEXT NOT NULL PRIMARY KEY,
  guild_name TEXT NOT NULL,
  total_message_count INTEGER NOT NULL
) WITHOUT ROWID;

-- Completed payments in money, refunds taken off. Amounts are in minor units of their currency.
CREATE TABLE payments (
  payment_id TEXT NOT NULL PRIMARY KEY,
  payment_date TEXT NOT NULL,
  payment_amount INTEGER NOT NULL,
  payment_currency TEXT NOT NULL,
  payment_description TEXT NOT NULL
) WITHOUT ROWID;

-- Epoch seconds; the length is kept instead of the end, since it is short. The minutes are those of the milliseconds,
-- which the rounded seconds miss by one now and then: minute_correction is -1, 0 or 1.
CREATE TABLE voice_stays (
  started INTEGER NOT NULL,
  seconds INTEGER NOT NULL,
  minute_correction INTEGER NOT NULL,
  channel_id NOT NULL,
  guild_id
);

-- The client compares the dates of both views with text, which integer columns turn into numbers: a third faster than
-- comparing texts. A computed column needs the CAST to do so.
CREATE VIEW voice_sessions AS
SELECT
  CAST(channel_id AS TEXT) AS channel_id,
  CAST(guild_id AS TEXT) AS guild_id,
  seconds / 60 + minute_correction AS duration_mins,
  started AS started_date,
  CAST(started + seconds AS INTEGER) AS ended_date
FROM voice_stays;

CREATE TABLE app_sessions (
  started INTEGER NOT NULL,
  seconds INTEGER NOT NULL,
  minute_correction INTEGER NOT NULL,
  os_label_id INTEGER NOT NULL
);

CREATE VIEW sessions AS
SELECT
  started AS started_date,
  CAST(started + seconds AS INTEGER) AS ended_date,
  seconds / 60 + minute_correction AS duration_mins,
  (SELECT label FROM labels WHERE labels.label_id = os_label_id) AS device_os
FROM app_sessions;

-- Exactly one row. package_is_partial: 1 when the package had no activity but messages.
CREATE TABLE package_data (
  package_id TEXT NOT NULL,
  package_version TEXT NOT NULL,
  package_owner_id TEXT NOT NULL,
  package_owner_name TEXT NOT NULL,
  package_owner_display_name TEXT,
  package_owner_avatar_url TEXT,
  package_is_partial INTEGER NOT NULL
);
