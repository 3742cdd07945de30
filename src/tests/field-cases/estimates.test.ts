/**
 * Counts from a sample of the messages are marked as estimates; counts from all messages are exact. Also
 * tests which words of a language are listed.
 */
import { describe, expect, test } from 'bun:test'
import { reportOn } from '../../cli/report.ts'
import { channelId, friendId, ownerId, type Files } from '../oracle/sample-package.ts'
import { resultOf } from './result-of.ts'

const sentence = 'quick brown foxes jump over lazy dogs near the river again'
const epochMs = 1_420_070_400_000

/** A direct message channel with `count` messages, one every 100 seconds; `text` makes the text of each. */
function talk(count: number, text: (number: number) => string): Files {
  const rows = Array.from({ length: count }, (_, number) => {
    const time = Date.UTC(2023, 0, 1) + number * 100_003
    const id = (BigInt(time - epochMs) << 22n) + BigInt(number)
    const stamp = new Date(time).toISOString().slice(0, 19).replace('T', ' ')
    return `{"ID": ${id}, "Timestamp": "${stamp}", "Contents": ${JSON.stringify(text(number))}, "Attachments": ""}`
  })
  return {
    [`Messages/c${channelId}/channel.json`]: { type: 'DM', recipients: [ownerId, friendId] },
    [`Messages/c${channelId}/messages.json`]: `[\n${rows.join(',\n')}\n]`,
  }
}

/** A sentence, with a rare word in every 600th message and a rare emoji in every 1000th. */
const rare = (number: number) =>
  sentence + (number % 600 === 0 ? ' zebra' : '') + (number % 1000 === 0 ? ' 🤡' : '')

describe('words and emoji', () => {
  test('60,000 messages are read completely', async () => {
    const result = await resultOf(talk(60_000, rare))
    expect(result.rows(`SELECT word, message_count, one_in FROM words WHERE word = 'zebra'`)).toEqual([
      { word: 'zebra', message_count: 100, one_in: 1 },
    ])
    expect(result.rows('SELECT emoji, message_count, one_in FROM emoji')).toEqual([
      { emoji: '🤡', message_count: 60, one_in: 1 },
    ])
    expect(result.rows('SELECT message_count, read_count, one_in FROM texts_read')).toEqual([
      { message_count: 60_000, read_count: 60_000, one_in: 1 },
    ])
    expect(reportOn(result.file, 'text')).not.toContain('≈')
  }, 30_000)

  test('with more text, counts are marked as estimates and give the sampling rate', async () => {
    // 90 MB of messages; most of it is text without words.
    const long = ` \`${'x'.repeat(30_000)}\``
    const result = await resultOf(talk(3000, () => sentence + long))
    const [read] = result.rows<{ one_in: number; read_count: number }>(
      'SELECT one_in, read_count FROM texts_read',
    )
    expect(read!.one_in).toBeGreaterThan(1)
    expect(read!.read_count * read!.one_in).toBeWithin(2400, 3600)
    const [river] = result.rows<{ message_count: number; one_in: number }>(
      `SELECT message_count, one_in FROM words WHERE word = 'river'`,
    )
    expect(river).toEqual({ message_count: read!.read_count, one_in: read!.one_in })
    expect(reportOn(result.file, 'text')).toContain('≈')
    expect(result.rows('SELECT message_count FROM message_totals')).toEqual([{ message_count: 3000 }])
  }, 60_000)
})

describe('languages', () => {
  const wordsOf = async (...texts: string[]) =>
    (await resultOf(talk(30, (number) => texts[number % texts.length]!))).values(
      'SELECT word FROM words ORDER BY word',
    )

  test('the most common words of the owner’s language are left out', async () => {
    const german = await wordsOf('ich habe nicht gesehen, was die Katze mit dem Ball macht und wo sie ist')
    expect(german).toContain('katze')
    for (const word of ['ich', 'nicht', 'die', 'und', 'mit']) expect(german).not.toContain(word)
    const french = await wordsOf('je ne sais pas où est le chat avec la balle dans cette maison et pour qui')
    expect(french).toContain('chat')
    for (const word of ['pas', 'avec', 'dans', 'pour']) expect(french).not.toContain(word)
  })

  test('texts in scripts without spaces are split into words', async () => {
    const words = await wordsOf('昨日の映画はとても面白かった', '今日も映画を見ました')
    expect(words).toContain('映画')
    expect(words).not.toContain('昨日の映画はとても面白かった')
  })
})
