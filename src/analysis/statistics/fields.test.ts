/**
 * Every field that is read from a package is either a known field or marked as a guess. The table of known
 * fields was not made from this code.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'bun:test'
import { fileFields } from '../../data-package/records/json-file.ts'
import { messageFields } from '../../data-package/records/messages.ts'
import { countedEvents } from './counted-events.ts'
import { guessedFields } from './guessed-fields.ts'
import { identityFields, wantedEvents, wantedFields } from './registry.ts'

const sources = ['app', 'real', 'readers']

/** Event type or file → its known fields. */
const known = new Map<string, Set<string>>()
const lines = readFileSync(join(import.meta.dir, '../../tests/support/facts/known-fields.tsv'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
for (const [record, , fields] of lines.map((line) => line.split('\t') as [string, string, string]))
  known.set(record, new Set([...(known.get(record) ?? []), ...fields.split(' ')]))

/** Event type or file → the fields that are read from it. */
const read = new Map<string, readonly string[]>([
  ...wantedEvents(),
  ...Object.entries(fileFields),
  ['messages', messageFields],
])

function isKnown(record: string, field: string): boolean {
  const isEvent = wantedEvents().has(record)
  return known.get(record)?.has(field) === true || (isEvent && known.get('every event')!.has(field))
}

test('the table of known fields is well-formed and contains only fields that are read, besides those of every event', () => {
  for (const line of lines) {
    const [record, source, fields] = line.split('\t')
    expect([line, sources.includes(source!), fields!.length > 0]).toEqual([line, true, true])
    if (record === 'every event') continue
    expect([line, ...fields!.split(' ').filter((field) => !read.get(record!)?.includes(field))]).toEqual([
      line,
    ])
  }
})

test('each field is either known or marked as a guess', () => {
  const unknown = [...read].flatMap(([record, fields]) => {
    const guesses = fields.filter((field) => !isKnown(record, field))
    return guesses.length === 0 ? [] : [[record, guesses.toSorted()] as const]
  })
  const marked = Object.entries(guessedFields).map(([record, fields]) => [record, [...fields].sort()])
  expect(Object.fromEntries(unknown)).toEqual(Object.fromEntries(marked))
})

test('the scanner looks only for fields that some event type reads, and for known fields of every event', () => {
  const ofEvents = new Set([...wantedEvents().values()].flat())
  const inAny = (field: string) => [...known.values()].some((fields) => fields.has(field))
  const common = [...known.get('every event')!]
  expect(wantedFields().filter((field) => !ofEvents.has(field) && !common.includes(field))).toEqual([])
  expect(
    identityFields.filter((field) => !inAny(field) && !guessedFields.guild_joined!.includes(field)),
  ).toEqual([])
})

test('every counted event says what sends it, and declares fields if it reads any', () => {
  for (const [type, { sent, fields = [], row, skip }] of Object.entries(countedEvents)) {
    expect([type, sent.length > 20]).toEqual([type, true])
    expect([type, fields.length === 0 && (row ?? skip) !== undefined]).toEqual([type, false])
  }
})
