-- The result database. The official client reads the eight views; people with SQL read the same.
--
-- Views over compact tables, because the client keeps the whole file, compressed, in the browser's localStorage on its
-- main thread. 340,000 rows of activity take 3 MB here, and 81 MB with the tables and indexes of dumpus-api.
-- Every id is text in the views, because JavaScript rounds 64-bit integers. All functions exist in SQLite 3.39.
--
-- Packed texts: up to 128 rows of a large view are stored in one row of a table. Each column of the view is a text with
-- one character per row. A character is a number: its code point minus one. The characters at the same position of all
-- texts make up one row of the view. SQLite needs ten bytes for a row but one for a character, and texts of similar
-- numbers compress better than rows. A text that has only single bytes is stored as a BLOB, because substr() jumps into
-- a BLOB but walks through a text. unicode() reads both.

PRAGMA page_size = 4096;
PRAGMA encoding = 'UTF-8';

-- The numbers 1 to 128, for unpacking.
CREATE TABLE positions (
  position INTEGER PRIMARY KEY
);

WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < 128)
INSERT INTO positions SELECT number FROM numbers;

CREATE TABLE activity_events (
  event_name TEXT NOT NULL PRIMARY KEY,
  event_id INTEGER NOT NULL,
  names_guild INTEGER NOT NULL -- 0: its rows have no guild
) WITHOUT ROWID;

-- Texts that rows share: names of emoji, with extra field 2, and of operating systems.
CREATE TABLE labels (
  label_id INTEGER PRIMARY KEY,
  label TEXT,
  extra_2 TEXT
);

CREATE TABLE guild_numbers (
  guild_number INTEGER PRIMARY KEY,
  guild_id TEXT NOT NULL
);

-- Where things happen; the row 0 is nowhere.
CREATE TABLE places (
  place_id INTEGER PRIMARY KEY,
  user_id,    -- of the application whose command was used
  channel_id, -- ids are integers here where 64 bits hold them: 8 bytes instead of 19
  guild_number INTEGER
);

-- How often per hour: up to 128 hours of an event at a place. event_place = (event_id << 37) + (place_id << 16) + a
-- number from 0.
CREATE TABLE activity_hours (
  event_place INTEGER PRIMARY KEY,
  first_day INTEGER NOT NULL, -- days since 2015-01-01 UTC
  days NOT NULL,         -- since first_day
  hours NOT NULL,        -- of the day
  counts NOT NULL,
  label_ids              -- the code point itself; NULL when no hour has a label
);

-- One row per event, place and hour.
--   message_sent                 messages of the owner: channel; guild ('@me' for group DMs, NULL for direct messages)
--   guild_joined                 guild
--   application_command_used     user = application; guild
--   add_reaction                 channel; extra 1 = emoji name, extra 2 = '1' for custom emoji, else '0'
--   app_opened                   extra 1 = operating system
--   package_start, package_end   count 0: the edges of the package, so that charts reach to both ends
--   all others                   nothing but the event
--
-- No CROSS JOIN: if a query names a table before this view, SQLite would have to read that table first, and then walk
-- through all hours for each of its rows (13 s for the top channels of a large package).
CREATE VIEW activity AS
SELECT
  e.event_name AS event_name,
  date(86400 * (h.first_day + unicode(substr(h.days, p.position, 1))) + 1419984000, 'unixepoch') AS day,
  unicode(substr(h.hours, p.position, 1)) - 1 AS hour,
  CAST(unicode(substr(h.counts, p.position, 1)) - 1 AS INTEGER) AS occurence_count,
  CAST(a.user_id AS TEXT) AS associated_user_id,
  CAST(a.channel_id AS TEXT) AS associated_channel_id,
  CAST(
    CASE WHEN e.names_guild THEN (
      SELECT guild_id FROM guild_numbers WHERE guild_numbers.guild_number = a.guild_number
    ) END
    AS TEXT
  ) AS associated_guild_id,
  (SELECT label FROM labels WHERE label_id = unicode(substr(h.label_ids, p.position, 1))) AS extra_field_1,
  (SELECT extra_2 FROM labels WHERE label_id = unicode(substr(h.label_ids, p.position, 1))) AS extra_field_2
FROM activity_events e
JOIN activity_hours h ON h.event_place BETWEEN e.event_id << 37 AND (e.event_id << 37) + 137438953471
JOIN places a ON a.place_id = (h.event_place >> 16) & 2097151
JOIN positions p ON p.position <= length(h.hours);

-- Direct messages, one row per channel. dm_user_id is the other person, or the channel when that is not known.
-- sentiment_score: mood of the owner's messages, −1 to 1 and never 0; NULL if it is 0 or too little of it is known.
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

-- SQLite before 3.44 makes no index of its own for a table without rowids: 1.3 s instead of 20 ms for the top bots.
CREATE INDEX dm_channels_by_user ON dm_channels_data (dm_user_id);

CREATE TABLE guild_channels (
  channel_id TEXT NOT NULL PRIMARY KEY,
  channel_name TEXT NOT NULL,
  guild_number INTEGER NOT NULL,
  total_message_count INTEGER NOT NULL,
  total_voice_channel_duration INTEGER NOT NULL -- minutes
) WITHOUT ROWID;

CREATE VIEW guild_channels_data AS
SELECT
  channel_id,
  channel_name,
  (SELECT guild_id FROM guild_numbers WHERE guild_numbers.guild_number = guild_channels.guild_number) AS guild_id,
  total_message_count,
  total_voice_channel_duration
FROM guild_channels;

CREATE TABLE guilds (
  guild_id TEXT NOT NULL PRIMARY KEY,
  guild_name TEXT NOT NULL,
  total_message_count INTEGER NOT NULL
) WITHOUT ROWID;

-- Completed payments in money, less refunds. Amounts are in minor units of their currency.
CREATE TABLE payments (
  payment_id TEXT NOT NULL PRIMARY KEY,
  payment_date TEXT NOT NULL,
  payment_amount INTEGER NOT NULL,
  payment_currency TEXT NOT NULL,
  payment_description TEXT NOT NULL
) WITHOUT ROWID;

-- Up to 128 voice sessions that began in one block of five days, ordered by their start. The start has an hour (0 to
-- 119), a minute and a second. The length is the time from the rounded start to the rounded end. Its minutes were
-- computed from milliseconds, and may be one less than those of the rounded times; length_seconds is then 60 to 119.
-- block_number = (blocks since 1970-01-01 UTC << 16) + a number from 0.
CREATE TABLE voice_stays (
  block_number INTEGER PRIMARY KEY,
  hours NOT NULL,
  minutes NOT NULL,
  seconds NOT NULL,
  length_minutes NOT NULL,
  length_seconds NOT NULL,
  place_ids NOT NULL -- the code point itself
);

-- The client compares the dates of both views with text. If the column is an integer, SQLite turns that text into a
-- number, which is a third faster than comparing texts. A computed column needs the CAST for that.
CREATE VIEW voice_sessions AS
SELECT
  CAST(a.channel_id AS TEXT) AS channel_id,
  (SELECT guild_id FROM guild_numbers WHERE guild_numbers.guild_number = a.guild_number) AS guild_id,
  unicode(substr(s.length_minutes, p.position, 1)) - 1 AS duration_mins,
  CAST(
    432000 * (s.block_number >> 16) + 3600 * (unicode(substr(s.hours, p.position, 1)) - 1)
    + 60 * (unicode(substr(s.minutes, p.position, 1)) - 1) + unicode(substr(s.seconds, p.position, 1)) - 1
    AS INTEGER
  ) AS started_date,
  CAST(
    432000 * (s.block_number >> 16) + 3600 * (unicode(substr(s.hours, p.position, 1)) - 1)
    + 60 * (unicode(substr(s.minutes, p.position, 1)) - 1) + unicode(substr(s.seconds, p.position, 1)) - 1
    + 60 * (unicode(substr(s.length_minutes, p.position, 1)) - 1) + unicode(substr(s.length_seconds, p.position, 1)) - 1
    AS INTEGER
  ) AS ended_date
FROM voice_stays s
JOIN positions p ON p.position <= length(s.hours)
JOIN places a ON a.place_id = unicode(substr(s.place_ids, p.position, 1));

-- The same for app sessions, with their operating systems.
CREATE TABLE app_sessions (
  block_number INTEGER PRIMARY KEY,
  hours NOT NULL,
  minutes NOT NULL,
  seconds NOT NULL,
  length_minutes NOT NULL,
  length_seconds NOT NULL,
  label_ids NOT NULL
);

CREATE VIEW sessions AS
SELECT
  CAST(
    432000 * (s.block_number >> 16) + 3600 * (unicode(substr(s.hours, p.position, 1)) - 1)
    + 60 * (unicode(substr(s.minutes, p.position, 1)) - 1) + unicode(substr(s.seconds, p.position, 1)) - 1
    AS INTEGER
  ) AS started_date,
  CAST(
    432000 * (s.block_number >> 16) + 3600 * (unicode(substr(s.hours, p.position, 1)) - 1)
    + 60 * (unicode(substr(s.minutes, p.position, 1)) - 1) + unicode(substr(s.seconds, p.position, 1)) - 1
    + 60 * (unicode(substr(s.length_minutes, p.position, 1)) - 1) + unicode(substr(s.length_seconds, p.position, 1)) - 1
    AS INTEGER
  ) AS ended_date,
  unicode(substr(s.length_minutes, p.position, 1)) - 1 AS duration_mins,
  (SELECT label FROM labels WHERE label_id = unicode(substr(s.label_ids, p.position, 1))) AS device_os
FROM app_sessions s
JOIN positions p ON p.position <= length(s.hours);

-- Exactly one row. package_is_partial is 1 if activity has nothing but messages, and sessions and
-- voice_sessions are empty.
CREATE TABLE package_data (
  package_id TEXT NOT NULL,
  package_version TEXT NOT NULL,
  package_owner_id TEXT NOT NULL,
  package_owner_name TEXT NOT NULL,
  package_owner_display_name TEXT,
  package_owner_avatar_url TEXT,
  package_is_partial INTEGER NOT NULL
);
