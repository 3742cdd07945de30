/** The client's queries of sessions, voice sessions and payments. */
import {
  compareText,
  dayRangeOf,
  daysOfRange,
  epochRangeOf,
  inEpochRange,
  startOf,
  sumMinutes,
  voiceTimeBy,
  type ClientQuery,
} from './query-answers.ts'
import { dayOf, hourOf } from './values.ts'

export const sessionQueries: ClientQuery[] = [
  {
    name: 'sessions of each day of a series',
    sql: `WITH RECURSIVE dates(date) AS
        (SELECT ?1 UNION ALL SELECT date(date, '+1 day') FROM dates WHERE date < ?2)
      SELECT dates.date AS date, COUNT(started_date) AS count, COALESCE(SUM(duration_mins), 0) AS minutes FROM dates
      LEFT JOIN sessions ON date(started_date, 'unixepoch') = dates.date
      GROUP BY dates.date ORDER BY dates.date`,
    parameters: dayRangeOf,
    expected: (rows) =>
      daysOfRange(rows).map((date) => {
        const ofDay = rows.sessions.filter((session) => dayOf(startOf(session)) === date)
        return { date, count: ofDay.length, minutes: sumMinutes(ofDay) }
      }),
  },
  {
    name: 'sessions by hour of the day',
    sql: `WITH RECURSIVE hours(hour) AS (SELECT 0 UNION ALL SELECT hour + 1 FROM hours WHERE hour < 23)
      SELECT hours.hour AS hour, COUNT(started_date) AS count FROM hours
      LEFT JOIN sessions ON CAST(strftime('%H', started_date, 'unixepoch') AS INTEGER) = hours.hour
        AND started_date BETWEEN ?1 AND ?2
      GROUP BY hours.hour ORDER BY hours.hour`,
    parameters: epochRangeOf,
    expected: (rows) =>
      Array.from({ length: 24 }, (_, hour) => ({
        hour,
        count: inEpochRange(rows, rows.sessions).filter((session) => hourOf(startOf(session)) === hour)
          .length,
      })),
  },
  {
    name: 'sessions by device between epochs',
    sql: `SELECT device_os, COUNT(*) AS count, SUM(duration_mins) AS minutes, MAX(duration_mins) AS longest
      FROM sessions WHERE started_date BETWEEN ?1 AND ?2 GROUP BY device_os ORDER BY device_os`,
    parameters: epochRangeOf,
    expected: (rows) => {
      const sessions = inEpochRange(rows, rows.sessions)
      return [...new Set(sessions.map(({ device_os }) => device_os))].sort(compareText).map((device_os) => {
        const ofDevice = sessions.filter((session) => session.device_os === device_os)
        const longest = Math.max(...ofDevice.map(({ duration_mins }) => duration_mins))
        return { device_os, count: ofDevice.length, minutes: sumMinutes(ofDevice), longest }
      })
    },
  },
  {
    name: 'voice time with people between epochs',
    sql: `SELECT dm_user_id, COUNT(*) AS count, SUM(duration_mins) AS minutes FROM dm_channels_data
      JOIN voice_sessions ON voice_sessions.channel_id = dm_channels_data.channel_id
      WHERE started_date BETWEEN ?1 AND ?2 GROUP BY dm_user_id ORDER BY dm_user_id`,
    parameters: epochRangeOf,
    expected: (rows) => voiceTimeBy(rows, rows.dm_channels_data, 'dm_user_id'),
  },
  {
    name: 'voice time in guilds between epochs',
    sql: `SELECT guild_channels_data.guild_id AS guild_id, COUNT(*) AS count, SUM(duration_mins) AS minutes
      FROM guild_channels_data
      JOIN voice_sessions ON voice_sessions.channel_id = guild_channels_data.channel_id
      JOIN guilds ON guilds.guild_id = guild_channels_data.guild_id
      WHERE started_date BETWEEN ?1 AND ?2 GROUP BY guild_channels_data.guild_id ORDER BY guild_channels_data.guild_id`,
    parameters: epochRangeOf,
    expected: (rows) => voiceTimeBy(rows, rows.guild_channels_data, 'guild_id'),
  },
  {
    name: 'payments by currency',
    sql: `SELECT payment_currency, SUM(payment_amount) AS total FROM payments
      GROUP BY payment_currency ORDER BY payment_currency`,
    parameters: () => [],
    expected: ({ payments }) =>
      [...new Set(payments.map(({ payment_currency }) => payment_currency))]
        .sort(compareText)
        .map((currency) => ({
          payment_currency: currency,
          total: payments
            .filter(({ payment_currency }) => payment_currency === currency)
            .reduce((total, { payment_amount }) => total + payment_amount, 0),
        })),
  },
]
