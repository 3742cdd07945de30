/** Checks that the comparison finds every kind of difference, and none between equal databases. */
import { expect, test } from 'bun:test'
import { compareWithOracle } from './compare.ts'
import { writePlainDatabase } from './plain-database.ts'
import { livelyPackage, rowsOf } from './sample-package.ts'

const rows = rowsOf(livelyPackage())

test('equal databases have no differences, even with numeric epochs and default avatars', () => {
  expect(compareWithOracle(writePlainDatabase(rows), rows)).toEqual([])
  const spoil = `UPDATE dm_channels_data SET user_avatar_url = 'https://cdn.discordapp.com/embed/avatars/3.png'
      WHERE user_avatar_url IS NULL;
    UPDATE dm_channels_data SET sentiment_score = -0.25;
    ALTER TABLE sessions RENAME TO old;
    CREATE TABLE plain (started INTEGER, ended INTEGER, minutes INTEGER, os TEXT);
    INSERT INTO plain SELECT * FROM old;
    CREATE VIEW sessions AS SELECT CAST(started AS INTEGER) AS started_date, CAST(ended AS INTEGER) AS ended_date,
      minutes AS duration_mins, os AS device_os FROM plain`
  expect(compareWithOracle(writePlainDatabase(rows, spoil), rows)).toEqual([])
})

test('if an error is expected, any database is a difference', () => {
  expect(compareWithOracle(writePlainDatabase(rows), { error: 'MISSING_USER_DATA' })).toHaveLength(1)
})

test('the package that is compared is not empty', () => {
  for (const table of [
    'activity',
    'dm_channels_data',
    'guild_channels_data',
    'payments',
    'voice_sessions',
    'sessions',
  ] as const)
    expect(rows[table].length).toBeGreaterThan(1)
})

const oneOf = (table: string) => `WHERE rowid = (SELECT min(rowid) FROM ${table})`

test.each([
  ['activity: missing', `DELETE FROM activity ${oneOf('activity')}`],
  ['activity: unexpected', 'INSERT INTO activity SELECT * FROM activity LIMIT 1'],
  ['activity: missing', `UPDATE activity SET occurence_count = occurence_count + 1 ${oneOf('activity')}`],
  [
    'dm_channels_data: missing',
    `UPDATE dm_channels_data SET total_message_count = 99 ${oneOf('dm_channels_data')}`,
  ],
  ['dm_channels_data: missing', `UPDATE dm_channels_data SET user_avatar_url = NULL`],
  ['guilds: unexpected', `INSERT INTO guilds VALUES ('1', 'one', 0)`],
  ['payments: missing', 'DELETE FROM payments'],
  ['voice_sessions: missing', `UPDATE voice_sessions SET guild_id = '1' ${oneOf('voice_sessions')}`],
  ['sessions: unexpected', `UPDATE sessions SET device_os = 'x' ${oneOf('sessions')}`],
  ['package_data: missing', `UPDATE package_data SET package_is_partial = 1`],
  ['activity: no such table', 'DROP TABLE activity'],
  ['guilds.guild_name: no such column', 'ALTER TABLE guilds RENAME COLUMN guild_name TO name'],
  [
    'activity.associated_channel_id: a value is integer',
    `CREATE TABLE copy AS SELECT * FROM activity; DROP TABLE activity;
      CREATE VIEW activity AS SELECT event_name, day, hour, occurence_count, associated_user_id,
      CAST(associated_channel_id AS INTEGER) AS associated_channel_id, associated_guild_id, extra_field_1, extra_field_2 FROM copy`,
  ],
  ['guilds.guild_name: a value is null', 'UPDATE guilds SET guild_name = NULL'],
  ['user_name is not empty', `UPDATE dm_channels_data SET user_name = ''`],
  ['hour is 0–23', 'UPDATE activity SET hour = 24'],
  ['day is YYYY-MM-DD', `UPDATE activity SET day = '2023-02-30'`],
  ['no activity before', `UPDATE activity SET day = '2015-05-12'`],
  ['no activity later', `UPDATE activity SET day = '2024-06-03'`],
  ['counts are positive', 'UPDATE activity SET occurence_count = 1'],
  ['every guild of a channel exists', 'DELETE FROM guilds'],
  ['sentiment is in', 'UPDATE dm_channels_data SET sentiment_score = 0.0'],
  ['sentiment is in', 'UPDATE dm_channels_data SET sentiment_score = 1.01'],
  [
    'the times of sessions have ten digits',
    `ALTER TABLE sessions RENAME TO old; CREATE VIEW sessions AS
      SELECT started_date + 0 AS started_date, ended_date + 0 AS ended_date, duration_mins, device_os FROM old`,
  ],
  ['the times of sessions have ten digits', `UPDATE sessions SET ended_date = '17000000000'`],
  ['the times of sessions have ten digits', `UPDATE sessions SET started_date = '1700000000.5'`],
  ['the times of voice_sessions have ten digits', `UPDATE voice_sessions SET started_date = '170000000'`],
  ['the times of voice_sessions have ten digits', `UPDATE voice_sessions SET ended_date = '2x'`],
  ['package_data has one row', 'INSERT INTO package_data SELECT * FROM package_data'],
  [
    'no ? in an avatar',
    `UPDATE package_data SET package_owner_avatar_url = 'https://cdn.example/a.png?size=1'`,
  ],
  ['no virtual tables', 'CREATE VIRTUAL TABLE words USING fts5(word)'],
  ['no forbidden column', 'ALTER TABLE package_data ADD COLUMN backendURL'],
  [
    'view guilds: uses concat()',
    `ALTER TABLE guilds RENAME TO old; CREATE VIEW guilds AS
      SELECT guild_id, concat(guild_name, '') AS guild_name, total_message_count FROM old`,
  ],
])('a difference is found: %s', (difference, spoil) => {
  const differences = compareWithOracle(writePlainDatabase(rows, spoil), rows)
  expect(differences.filter((line) => line.includes(difference))).not.toEqual([])
  expect(differences.length).toBeLessThanOrEqual(20)
})

test('a database in WAL mode is reported', () => {
  const bytes = writePlainDatabase(rows)
  bytes[18] = bytes[19] = 2
  expect(compareWithOracle(bytes, rows)[0]).toContain('WAL')
})
