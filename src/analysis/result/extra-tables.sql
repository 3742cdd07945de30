-- What stands beside the tables of the contract: the official client ignores it, people with SQL and reports use it.
-- No text of a message is in it: words and emoji are single ones that at least three messages have.

-- What each source of the package holds, and what became of it. Sources: the four folders of the activity (analytics,
-- modeling, reporting, tns), and account, messages, payments, servers.
CREATE TABLE coverage (
  source TEXT NOT NULL PRIMARY KEY,
  is_present INTEGER NOT NULL,      -- 1 when the package has a file of it
  file_count INTEGER NOT NULL,
  line_count INTEGER NOT NULL,      -- lines of the activity that are not blank; messages, payments, files
  used_count INTEGER NOT NULL,      -- those that are in the statistics; of the activity a tenth, most tells of clicks
  duplicate_count INTEGER NOT NULL, -- told before, by another file or line
  broken_count INTEGER NOT NULL,    -- could not be read
  undated_count INTEGER NOT NULL,   -- without a usable time, or before Discord or after the export
  first_day TEXT,                   -- of the used ones
  last_day TEXT
) WITHOUT ROWID;

-- Times of which the activity says nothing.
--   reason 'no_events'   source is a folder of the activity that has nothing of use for at least 28 days in a row
--   reason 'turned_off'  source is a privacy control that the owner had turned off (privacy_control_updated)
CREATE TABLE tracking_gaps (
  source TEXT NOT NULL,
  reason TEXT NOT NULL,
  first_day TEXT NOT NULL,
  last_day TEXT,                 -- NULL: not turned on again
  message_count INTEGER NOT NULL -- messages sent meanwhile: when there are some, the activity is missing, not the owner
);

-- The words of the most messages of the owner, without the commonest English ones, at most 200. Counts are those of
-- a sample: one in one_in messages was read, by the millisecond of its id, evenly over time.
CREATE TABLE words (
  word TEXT NOT NULL PRIMARY KEY,
  message_count INTEGER NOT NULL,
  one_in INTEGER NOT NULL
) WITHOUT ROWID;

-- The same for emoji, at most 100. emoji_id is set for custom ones, whose name stands in emoji.
CREATE TABLE emoji (
  emoji TEXT NOT NULL,
  emoji_id TEXT,
  message_count INTEGER NOT NULL,
  one_in INTEGER NOT NULL
);

-- Games: time played as Discord's account page has it, and the starts that the activity tells of. At most 300.
CREATE TABLE games (
  application_id TEXT,
  game_name TEXT,
  total_minutes INTEGER,         -- NULL when user.json does not say
  last_played_day TEXT,
  launch_count INTEGER NOT NULL, -- launch_game and application_opened
  first_launch_day TEXT,
  last_launch_day TEXT
);

-- Systems and clients of app_opened and session_start, at most 200.
CREATE TABLE devices (
  os TEXT NOT NULL,
  client TEXT NOT NULL,
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL,
  event_count INTEGER NOT NULL
);

-- Relationships at the time of the export; since_year is NULL in packages that do not say when they began.
CREATE TABLE relationships (
  type TEXT NOT NULL,
  since_year INTEGER,
  relationship_count INTEGER NOT NULL
);

-- Currencies whose minor unit is not a hundredth (ISO 4217).
CREATE VIEW currency_exponents AS
SELECT column1 AS currency, column2 AS exponent
FROM (VALUES
  ('bif', 0), ('clp', 0), ('djf', 0), ('gnf', 0), ('isk', 0), ('jpy', 0), ('kmf', 0), ('krw', 0), ('pyg', 0),
  ('rwf', 0), ('ugx', 0), ('uyi', 0), ('vnd', 0), ('vuv', 0), ('xaf', 0), ('xof', 0), ('xpf', 0),
  ('bhd', 3), ('iqd', 3), ('jod', 3), ('kwd', 3), ('lyd', 3), ('omr', 3), ('tnd', 3),
  ('clf', 4), ('uyw', 4)
);

-- total_amount is in minor units: total_amount / 10^exponent is what was paid.
CREATE VIEW payments_by_currency AS
SELECT
  p.payment_currency AS currency,
  coalesce(e.exponent, 2) AS exponent,
  count(*) AS payment_count,
  sum(p.payment_amount) AS total_amount
FROM payments p
LEFT JOIN currency_exponents e ON e.currency = p.payment_currency
GROUP BY p.payment_currency;

-- Reactions by emoji; of custom emoji the name counts, whatever server it is from.
CREATE VIEW reactions AS
SELECT
  extra_field_1 AS emoji_name,
  extra_field_2 = '1' AS is_custom,
  sum(occurence_count) AS reaction_count
FROM activity
WHERE event_name = 'add_reaction'
GROUP BY extra_field_1, extra_field_2;

-- Voice stays by channel (dm_user_id NULL), and by person over all direct messages with them (channel_id NULL).
CREATE VIEW calls AS
SELECT
  channel_id AS channel_id,
  NULL AS dm_user_id,
  count(*) AS call_count,
  sum(duration_mins) AS total_minutes,
  max(duration_mins) AS longest_minutes
FROM voice_sessions
GROUP BY channel_id
UNION ALL
SELECT NULL, d.dm_user_id, count(*), sum(v.duration_mins), max(v.duration_mins)
FROM voice_sessions v
JOIN dm_channels_data d ON d.channel_id = v.channel_id
GROUP BY d.dm_user_id;
