/**
 * Words and emoji of messages: only those in at least three messages are listed, the order of messages does
 * not matter, and memory is limited.
 */
import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { PackageError } from '../../errors.ts'
import { Budget } from '../collections/budget.ts'
import { WordMeter } from './message-words.ts'
import { OccurrenceCounter, mostFrequent } from '../collections/occurrence-counter.ts'

/** A message whose text is available as JSON, as in a file. */
function messageOf(text: string) {
  const bytes = new TextEncoder().encode(JSON.stringify(text))
  return { contents: () => text, written: () => ({ bytes, start: 1, end: bytes.length - 1 }) }
}

function meterOf(...texts: string[]): WordMeter {
  const meter = new WordMeter(new Budget(1e9))
  for (const text of texts) meter.add(messageOf(text))
  return meter
}

const thrice = (text: string) => meterOf(text, text, text)
const wordsOf = (text: string) =>
  thrice(text)
    .result()
    .words.map(({ word }) => word)
    .sort()

test('words in three messages count, however often one message contains them', () => {
  const meter = meterOf('tea tea tea', 'tea', 'TEA', 'cake', 'cake')
  expect(meter.result().words).toEqual([{ word: 'tea', messages: 3 }])
})

test.each([
  ['Tea, coffee; (milk) "sugar"!', ['coffee', 'milk', 'sugar', 'tea']],
  ['the and you ok', []],
  ["don’t won't", ["don't", "won't"]],
  ['https://secret.example/path a@secret.org secret@b.org @secret #secret secret_word', []],
  ['secret1 1secret C:\\secret\\path user/secret pass:secret key=secret x.secret.y', []],
  ['```js\nconst secret\n``` shown', ['shown']],
  ['<@100000000000000001> <#500000000000000005> <t:1:R>', []],
  ['今日はいい天気ですねありがとう', ['いい', 'ありがとう', '今日', '天気', 'です'].sort()],
  ['ภาษาไทยง่ายนิดเดียว', ['ง่าย', 'นิด', 'ภาษา', 'ไทย', 'เดียว'].sort()],
  ['schönes Ñandú спасибо', ['schönes', 'ñandú', 'спасибо']],
  [`${'a'.repeat(25)} ${'b'.repeat(40)}`, []],
] as [string, string[]][])('words of %s', (text, words) => expect(wordsOf(text)).toEqual(words))

test('emoji: a sequence is one emoji, custom emoji keep name and id', () => {
  const emoji = thrice('👩‍💻 🇫🇷❤️ 👍🏽 ©™ <:blob:500000000000000005><a:blob:500000000000000006>').result().emoji
  expect(emoji.map(({ emoji, emojiId }) => `${emoji} ${emojiId}`).sort()).toEqual(
    ['👩‍💻 null', '🇫🇷 null', '❤️ null', '👍🏽 null', 'blob 500000000000000005', 'blob 500000000000000006'].sort(),
  )
})

test('more texts than the limit: those that are kept are counted in full, and are the same in any order', () => {
  const texts = Array.from({ length: 3000 }, (_, number) => `text ${number}`)
  const count = (order: string[]) => {
    const counter = new OccurrenceCounter(new Budget(200_000), 1000)
    order.forEach((text, message) => counter.add(text, message))
    order.forEach((text, message) => counter.add(text, 10_000 + message))
    return mostFrequent(counter.all(), 5000, 1)
  }
  const counts = count(texts)
  expect(counts.length).toBeGreaterThan(300)
  expect(counts.length).toBeLessThanOrEqual(1000)
  expect(counts.every(({ messages }) => messages === 2)).toBeTrue()
  expect(count(texts.toReversed())).toEqual(counts)
})

test('texts are charged as long as they are kept', () => {
  const texts = Array.from({ length: 30_000 }, (_, number) => `text ${number}`)
  const add = (counter: OccurrenceCounter, count: number) =>
    texts.slice(0, count).forEach((text, message) => counter.add(text, message))
  // Each text is charged 100 to 200 bytes.
  add(new OccurrenceCounter(new Budget(2_000_000), texts.length), 10_000)
  expect(() => add(new OccurrenceCounter(new Budget(2_000_000), texts.length), 20_000)).toThrow(
    new PackageError('package_too_complex'),
  )
  // Dropped texts are not charged.
  add(new OccurrenceCounter(new Budget(2_000_000), 10_000), 30_000)
})

test('a long hostile text is read within the time limit of a test', () => {
  const meter = thrice('a'.repeat(4000) + "'".repeat(4000) + '\u200d'.repeat(4000) + 'é'.repeat(100_000))
  expect(meter.result().words).toEqual([])
})

describe('stop words', () => {
  const english = [
    'the weather was not that good when we were at the lake',
    'and then they all went home because of the rain, you know',
    'I think that is what she said about it',
  ]
  const german = [
    'wir waren gestern am See und das Wetter war nicht so gut',
    'dann sind alle wegen dem Regen nach Hause gegangen',
    'ich glaube das hat sie auch so gesagt, aber sicher bin ich nicht',
  ]
  const spanish = [
    'ayer estuvimos en el lago pero el tiempo no era muy bueno',
    'luego todos se fueron a casa porque estaba lloviendo',
    'creo que eso es lo que ella dijo sobre todo esto',
  ]
  const languagesIn = (...texts: string[]) => meterOf(...texts).result().languages

  test('of English texts only English is found, of German ones only German; Spanish may be taken for Galician', () => {
    expect(languagesIn(...english)).toEqual(['eng'])
    expect(languagesIn(...german)).toEqual(['deu'])
    expect(languagesIn(...spanish)[0]).toMatch(/^(spa|glg)$/)
  })

  test('two languages are found, the one with more words first', () => {
    expect(languagesIn(...english, ...english, ...german)).toEqual(['eng', 'deu'])
  })

  test('the stop words of each language are left out, and other words are kept', () => {
    const texts = [...english, ...german].flatMap((text) => [text, text, text])
    const words = meterOf(...texts)
      .result()
      .words.map(({ word }) => word)
    expect(words).toEqual(expect.arrayContaining(['weather', 'rain', 'regen', 'see']))
    expect(words.filter((word) => ['the', 'and', 'und', 'das', 'nicht', 'that'].includes(word))).toEqual([])
  })
})

test('plain texts give the words that the regular expression finds', () => {
  // Letters, and what may stand between, before and after words.
  const parts = fc.constantFrom(
    ...'aaabBc',
    ..."''’-.@/\\:=<&(#_1`\n\" ",
    '<a:b:',
    '```',
    'don',
    'é',
    '\u{1f600}',
    '字',
  )
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 24 }), (written) => {
      const text = written.join('')
      // The added «·» is beyond ASCII, so the regular expression reads the second text.
      expect(meterOf(text, text, text).result()).toEqual(meterOf(...Array(3).fill(`${text} ·`)).result())
    }),
    { numRuns: 20_000 },
  )
})

test('a word is the same, whether its text was plain or not', () => {
  const words = ['tea', 'cake', "don't", 'coffees', 'elephant', 'strawberries']
  const meter = meterOf(
    ...words,
    ...words.map((word) => `${word.toUpperCase()} ·`),
    ...words.map((word) => `${word} é`),
  )
  const { words: counted } = meter.result()
  expect(counted.map(({ word, messages }) => [word, messages])).toEqual(
    words.toSorted().map((word) => [word, 3]),
  )
})
