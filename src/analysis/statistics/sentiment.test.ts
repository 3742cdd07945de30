/**
 * The mood of a channel: English words and emoji count, other languages do not distort it, and the order of
 * messages does not change it.
 */
import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { MoodMeter } from './sentiment.ts'

function moodOf(...texts: string[]): number | null {
  const meter = new MoodMeter()
  for (const text of texts) meter.add(text)
  return meter.result()
}

const thrice = (text: string) => moodOf(text, text, text)

test.each([
  'this is amazing, I love it and you',
  'that was not bad at all, and it is so good',
  'you are the best! thank you',
  'it isn’t terrible, and that is what I like',
  'no, I love it, that is what this is',
])('good: %s', (text) => expect(thrice(text)).toBeGreaterThan(0))

test.each([
  'this is terrible and I hate it',
  'that was not a good day for you and me',
  'I don’t like this, it is awful',
  'it is never good with them',
])('bad: %s', (text) => expect(thrice(text)).toBeLessThan(0))

test('emoji count in every language and in every variation', () => {
  expect(thrice('今日 😍')).toBeGreaterThan(0)
  expect(thrice('❤️')).toBe(thrice('❤'))
  expect(thrice('😡😡')).toBeLessThan(0)
})

test.each([
  ['German', 'die Party war der Hammer, aber dann kam der Regen und alle gingen nach Hause'],
  ['French', 'on se retrouve où ce soir ? il a dit que c’était grave bien et que tu es fou'],
  ['Dutch', 'het is een ramp dat de trein weer niet rijdt, maar we zijn er bijna met de boot'],
  ['Spanish', 'no me gusta nada el final, pero la primera parte es genial y muy real'],
  ['Danish', 'det er godt at du ikke kom for sent, vi var alle sammen glade for hjælpen'],
  ['Portuguese', 'muito obrigado, até amanhã, o jogo foi bom e a festa também'],
  ['Japanese', '今日はいい天気ですね、ありがとうございます'],
  ['Russian', 'спасибо, очень приятно, это было ужасно'],
])('%s has no mood, because its words would be noise', (_language, text) => {
  expect(moodOf(...Array<string>(20).fill(text))).toBeNull()
})

describe('evidence', () => {
  test('fewer than three messages with a mood give no result', () => {
    expect(moodOf()).toBeNull()
    expect(moodOf('I love this', 'I love that')).toBeNull()
    expect(moodOf(...Array<string>(50).fill('what is it that you do with this'))).toBeNull()
  })

  test('links, mentions and custom emoji are not words', () => {
    expect(thrice('is it that you https://love.example/great <@100> <:love:500000000000000005>')).toBeNull()
  })

  test('the mean is over messages with a mood, each with the same weight', () => {
    const good = 'I love this, it is so good, great and amazing, the best'
    const neutral = 'what is it that you do with this'
    expect(moodOf(good, good, good, neutral, neutral)).toBe(thrice(good))
    expect(moodOf('I love you', 'I love you', 'I hate you', 'I hate you')).toBeNull()
  })
})

test('the mood of any texts is in [−1, 1], never exactly 0, and the same in any order', () => {
  const words = fc.constantFrom(
    'I',
    'love',
    'hate',
    'the',
    'is',
    'not',
    'good',
    'bad',
    'you',
    '😍',
    '😡',
    ',',
    'die',
  )
  const texts = fc.array(
    fc.oneof(
      fc.array(words).map((list) => list.join(' ')),
      fc.string({ unit: 'grapheme' }),
    ),
  )
  fc.assert(
    fc.property(
      texts.chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
      ),
      ([list, shuffled]) => {
        const mood = moodOf(...list)
        expect(moodOf(...shuffled)).toBe(mood)
        if (mood === null) return
        expect(mood).not.toBe(0)
        expect(Math.abs(mood)).toBeLessThanOrEqual(1)
      },
    ),
  )
})

test('an ASCII text has the same mood as the same text with a symbol that has none', () => {
  // The symbol is not ASCII, so the text is read with the regular expression instead of character by
  // character.
  const symbol = '\u{1f4c8}'
  expect(moodOf(symbol, symbol, symbol)).toBeNull()
  const parts = fc.constantFrom(
    ...[
      'I',
      "don't",
      'LOVE',
      "can'T",
      'hate',
      'not',
      'good',
      "n't",
      "'",
      '.',
      ',',
      '!',
      '\n',
      ' ',
      '5',
      '<@1>',
    ],
    ...['https://a.b/love', 'the', 'is', 'you', 'Great', "it's", 'very'],
  )
  const texts = fc.array(
    fc.array(parts).map((list) => list.join(' ')),
    { minLength: 3 },
  )
  let moods = 0
  fc.assert(
    fc.property(texts, (list) => {
      const mood = moodOf(...list)
      expect(moodOf(...list.map((text) => `${text} ${symbol}`))).toBe(mood as never)
      if (mood !== null) moods++
    }),
    { numRuns: 500 },
  )
  expect(moods).toBeGreaterThan(50)
})
