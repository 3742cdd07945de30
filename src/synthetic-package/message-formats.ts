/** The formats of messages files: as Discord writes them, and as editors and spreadsheets save them. */
import type { PackageOptions } from './options.ts'
import { isoOf, plainTimestampOf } from './time.ts'
import type { Channel } from './world.ts'

export interface Message {
  id: string
  /** Null when the row has no timestamp. */
  timestamp: number | null
  contents: string
  attachments: string
}

/** How one kind of file is written. */
export interface Format {
  file: string
  head: string
  separator: string
  tail: string
  row: (message: Message) => string
  /** The beginning of a row that ends within its text. */
  cutRow: (message: Message) => string
}

const discordKeys = ['ID', 'Timestamp', 'Contents', 'Attachments']

/**
 * A row with these keys. `gap` is the white space before each key; a single blank is not written before the
 * first.
 */
function jsonRow({ id, timestamp, contents, attachments }: Message, keys: string[], gap: string): string {
  const time = timestamp === null ? 'null' : `"${plainTimestampOf(timestamp)}"`
  const values = [id, time, JSON.stringify(contents), `"${attachments}"`]
  const fields = keys.map((key, index) => `"${key}": ${values[index]}`)
  return `{${gap === ' ' ? '' : gap}${fields.join(`,${gap}`)}}`
}

export const json: Format = {
  file: 'messages.json',
  head: '[\n',
  separator: ',\n',
  tail: '\n]',
  row: (message) => jsonRow(message, discordKeys, ' '),
  cutRow: ({ id, timestamp }) =>
    `{"ID": ${id}, "Timestamp": "${plainTimestampOf(timestamp ?? 0)}", "Contents": "and th`,
}

const csv: Format = {
  file: 'messages.csv',
  head: 'ID,Timestamp,Contents,Attachments\r\n',
  separator: '',
  tail: '',
  row: ({ id, timestamp, contents, attachments }) =>
    `${id},${timestamp === null ? '' : csvTimestampOf(timestamp)},${quoteCell(contents)},${quoteCell(attachments)}\r\n`,
  cutRow: ({ id, timestamp }) => `${id},${csvTimestampOf(timestamp ?? 0)},"and then, `,
}

/** messages.json as editors and other programs save it. */
const savedAgain: Format[] = [
  { ...json, row: (message) => jsonRow(message, ['id', 'timestamp', 'contents', 'attachments'], ' ') },
  { ...json, row: (message) => jsonRow(message, ['id', 'timestamp', 'content', 'attachments'], ' ') },
  { ...json, head: '{"messages": [', separator: ', ', tail: ']}' },
  { ...json, head: '{\r\n\t"messages": [\r\n\t\t', separator: ',\r\n\t\t', tail: '\r\n\t]\r\n}' },
  { ...json, head: '', separator: '\n', tail: '\n' },
  { ...json, head: '[\n', row: (message) => jsonRow(message, discordKeys, '\n    ') },
]

function separatedBy(mark: string): Format {
  const cells = ({ id, timestamp, contents, attachments }: Message) => [
    id,
    timestamp === null ? '' : csvTimestampOf(timestamp),
    quoteCell(contents, mark),
    quoteCell(attachments, mark),
  ]
  return {
    ...csv,
    head: `${['ID', 'Timestamp', 'Contents', 'Attachments'].join(mark)}\r\n`,
    row: (message) => `${cells(message).join(mark)}\r\n`,
    cutRow: ({ id, timestamp }) => `${id}${mark}${csvTimestampOf(timestamp ?? 0)}${mark}"and then, `,
  }
}

/** messages.csv as spreadsheets save it. */
const savedBySpreadsheets = [';', '\t'].map(separatedBy)

/** The format of a channel's messages file. */
export function messageFormatOf({ quirks }: PackageOptions, channel: Channel): Format {
  const usual = quirks.csvMessages ? csv : json
  if (!quirks.savedAgain) return usual
  const forms = [usual, ...(quirks.csvMessages ? savedBySpreadsheets : savedAgain)]
  return forms[Number(BigInt(channel.id) % BigInt(forms.length))]!
}

function csvTimestampOf(time: number): string {
  const fraction = time % 1000 === 0 ? '' : `.${isoOf(time).slice(20, 23)}000`
  return `${plainTimestampOf(time)}${fraction}+00:00`
}

function quoteCell(text: string, mark = ','): string {
  return /["\r\n]/.test(text) || text.includes(mark) ? `"${text.replaceAll('"', '""')}"` : text
}
