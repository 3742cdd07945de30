/**
 * Message files that an editor, another program or a spreadsheet has saved again; also files that became
 * unusable.
 */
import { describe, expect, test } from 'bun:test'
import { reportOn } from '../../cli/report.ts'
import { channelId, guildId, type Files } from '../oracle/sample-package.ts'
import { reasonsOf, resultOf } from './result-of.ts'

const texts = [
  'plain',
  'two\nlines',
  'a {brace} and "quotes" \\ and { "ID": 1 }',
  'comma, semicolon; tab\t',
  'ünï 🎉',
]
const messages = texts.map((Contents, index) => ({
  ID: `1188000000000000${String(index).padStart(3, '0')}`,
  Timestamp: `2024-01-0${index + 1} 10:00:00`,
  Contents,
  Attachments: index === 0 ? 'https://cdn.example/a.png' : '',
}))
const unquoted = (text: string) => text.replace(/"(ID|id)": ?"(\d+)"/g, '"$1": $2')
const renamed = (rename: (key: string) => string) =>
  messages.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [rename(key), value])))
const lower = renamed((key) => key.toLowerCase())
const folder = (content: string | Uint8Array, name = 'messages.json'): Files => ({
  [`Messages/c${channelId}/channel.json`]: {
    type: 'GUILD_TEXT',
    name: 'general',
    guild: { id: guildId, name: 'Town' },
  },
  [`Messages/c${channelId}/${name}`]: content,
})
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')

const forms: { [name: string]: string } = {
  'indented by spaces': JSON.stringify(messages, null, 2),
  'indented by tabs, CRLF, a byte order mark': `\ufeff${JSON.stringify(messages, null, '\t').replaceAll('\n', '\r\n')}`,
  'ids as numbers, indented': unquoted(JSON.stringify(messages, null, 4)),
  'one line': JSON.stringify(messages),
  'one object a line': messages.map((row) => unquoted(JSON.stringify(row))).join('\n'),
  'keys in lower case': JSON.stringify(lower),
  'keys in lower case, ids as numbers, one a line': `[\n${lower.map((row) => unquoted(JSON.stringify(row))).join(',\n')}\n]`,
  'keys in upper case': JSON.stringify(
    renamed((key) => key.toUpperCase()),
    null,
    1,
  ),
  '`content` for Contents': JSON.stringify(lower).replaceAll('"contents"', '"content"'),
  'keys sorted': JSON.stringify(messages.map((row) => Object.fromEntries(Object.entries(row).sort()))),
  'wrapped, one line': JSON.stringify({ messages }),
  'wrapped, indented, ids as numbers': unquoted(JSON.stringify({ messages }, null, 2)),
  'wrapped, keys in lower case': JSON.stringify({ messages: lower }),
  'wrapped beside other keys': JSON.stringify({ channel: { id: channelId, name: 'general' }, messages }),
  'wrapped under a key with a capital letter': JSON.stringify({ Messages: messages }, null, 2),
}

describe('messages.json', () => {
  for (const [name, text] of Object.entries(forms)) {
    test(name, async () => {
      const result = await resultOf(folder(text))
      const totals = `SELECT message_count AS messages, character_count AS characters, attachment_count AS attachments,
        longest_streak_days AS streak FROM message_totals`
      const characters = texts.reduce((sum, content) => sum + [...content].length, 0)
      expect(result.rows(totals)).toEqual([{ messages: 5, characters, attachments: 1, streak: 5 }])
      expect(reasonsOf(result, 'messages')).toEqual([])
    })
  }

  test('a wrapped and truncated file counts up to the truncation', async () => {
    const cut = JSON.stringify({ messages }).slice(0, -60)
    expect((await resultOf(folder(cut))).count('message_sent')).toBe(4)
  })
})

describe('messages.csv', () => {
  const cell = (value: string) => `"${value.replaceAll('"', '""')}"`
  const rows = [Object.keys(messages[0]!), ...messages.map((row) => Object.values(row).map(cell))]
  const csv = (mark: string, end = '\r\n') => rows.map((row) => row.join(mark) + end).join('')
  const csvForms: { [name: string]: string } = {
    'separated by commas': csv(','),
    'separated by semicolons, as spreadsheets do in many countries': csv(';'),
    'separated by tabs, with a byte order mark': `\ufeff${csv('\t')}`,
    'line feeds only': csv(',', '\n'),
    'the header in lower case and in quotes': csv(';').replace(/^.*/, (header) =>
      header.toLowerCase().split(';').map(cell).join(';'),
    ),
  }
  for (const [name, text] of Object.entries(csvForms)) {
    test(name, async () =>
      expect((await resultOf(folder(text, 'messages.csv'))).count('message_sent')).toBe(5),
    )
  }
})

describe('unusable files are reported', () => {
  const lost: { [name: string]: [files: Files, reason: string] } = {
    'numbers and times as a spreadsheet writes them': [
      folder(
        'ID,Timestamp,Contents\r\n1.188E+18,26/08/2022 02:02,a\r\n1.188E+18,26/08/2022 02:03,b\r\n',
        'messages.csv',
      ),
      'mostly_unusable',
    ],
    'UTF-16, as an old editor saves': [folder(utf16(JSON.stringify(messages))), 'unusable_files'],
    'other keys': [folder(JSON.stringify(renamed((key) => `x${key}`))), 'mostly_unusable'],
    'no list at all': [folder(`<html>${'hello '.repeat(40)}</html>`), 'unusable_files'],
    'the text of an error page in place of the file': [folder('Not Found. '.repeat(12)), 'unusable_files'],
  }
  for (const [name, [files, reason]] of Object.entries(lost)) {
    test(name, async () => {
      const result = await resultOf({ ...files, 'Servers/index.json': { [guildId]: 'Town' } })
      expect(result.values('SELECT total_message_count FROM guild_channels_data')).toEqual([0])
      expect(reasonsOf(result, 'messages')).toContain(reason)
      expect(reportOn(result.file, 'text').toLowerCase()).toMatch(/messages.*could not|could not.*messages/s)
    })
  }
})
