-- The result database. The official client reads the eight views; people with SQL read the same.
--
-- Views over compact tables, because the client keeps the whole file, compressed, in the browser's localStorage on its
-- main thread: 100,000 activity rows take 24 MB and 107 s to store in plain tables, under 2 MB and 4 s like this.
-- Every id is text in the views: JavaScript rounds 64-bit integers. Only functions of SQLite 3.40.

PRAGMA page_size = 4096;
PRAGMA encoding = 'UTF-8';

-- What is counted: an event with all that tells its rows apart, except the hour.
CREATE TABLE activity_sources (
  source_id INTEGER PRIMARY KEY,
  event_name TEXT NOT NULL,
  user_id,    -- of the application whose command was used
  channel_id, -- ids are integers here where 64 bits hold them: 8 bytes instead of 19
  guild_id,
  extra_1 TEXT,
  extra_2 TEXT
);

-- How often per hour. An hour is the number of hours since 1970, UTC.
CREATE TABLE activity_hours (
  source_id INTEGER NOT NULL,
  hour INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (source_id, hour)
) WITHOUT ROWID;

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
  s.event_name AS event_name,
  date(h.hour * 3600, 'unixepoch') AS day,
  h.hour % 24 AS hour,
  h.count AS occurence_count,
  CAST(s.user_id AS TEXT) AS associated_user_id,
  CAST(s.channel_id AS TEXT) AS associated_channel_id,
  CAST(s.guild_id AS TEXT) AS associated_guild_id,
  s.extra_1 AS extra_field_1,
  s.extra_2 AS extra_field_2
FROM activity_sources s
JOIN activity_hours h ON h.source_id = s.source_id;

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

-- Epoch seconds; the length is kept instead of the end, since it is short. Minutes are those of the milliseconds.
CREATE TABLE voice_stays (
  started INTEGER NOT NULL,
  seconds INTEGER NOT NULL,
  minutes INTEGER NOT NULL,
  channel_id NOT NULL,
  guild_id
);

-- The client compares the dates of both views as text.
CREATE VIEW voice_sessions AS
SELECT
  CAST(channel_id AS TEXT) AS channel_id,
  CAST(guild_id AS TEXT) AS guild_id,
  minutes AS duration_mins,
  CAST(started AS TEXT) AS started_date,
  CAST(started + seconds AS TEXT) AS ended_date
FROM voice_stays;

CREATE TABLE app_sessions (
  started INTEGER NOT NULL,
  seconds INTEGER NOT NULL,
  minutes INTEGER NOT NULL,
  device_os TEXT NOT NULL
);

CREATE VIEW sessions AS
SELECT
  CAST(started AS TEXT) AS started_date,
  CAST(started + seconds AS TEXT) AS ended_date,
  minutes AS duration_mins,
  device_os AS device_os
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
