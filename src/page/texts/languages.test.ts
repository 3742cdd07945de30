/**
 * All languages: each has the same keys as English and no empty text, figures are drawn in each, and the
 * browser's language is found.
 */
import { describe, expect, test } from 'bun:test'
import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { activityFolders } from '../../data-package/archive/activity-folders.ts'
import { questions } from '../data/questions/registry.ts'
import { Gallery } from '../figures/gallery/gallery.tsx'
import { en } from './en.ts'
import { createFormats } from './formats.ts'
import { type Language, languages, loadLocale, LocaleContext, pickLanguage } from './locale.ts'

/** Every text with its path. Functions are called with sample numbers. */
function textsOf(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]]
  if (typeof node === 'function') return [[path, `${callText(node as (...parts: unknown[]) => unknown)}`]]
  if (node === null || typeof node !== 'object') return []
  return Object.entries(node).flatMap(([key, value]) => textsOf(value, `${path}.${key}`))
}

/** A number also works where the text expects a string. */
function callText(text: (...parts: unknown[]) => unknown): unknown {
  return text(...Array.from({ length: text.length }, (_, index) => 3 + index))
}

/** Marks of another language or of a typewriter, and spaces where a line would break before a mark. */
const misprints: Record<Language, RegExp> = {
  en: /["'„«»]|\.\.\./,
  de: /["'«»”]|\.\.\./,
  fr: /["'„“”]|\.\.\.| [:;?!»…]|« /,
  // In Spanish, each question has both marks. The `?` in the link is not a question mark.
  es: /["'„“”]|\.\.\.| [:;?!»…]|« |^[^¿]*\?(?!upn)/,
  'pt-BR': /["'„«»]|\.\.\.| [:;?!…]/,
  ja: /["'„“”«»]|\.\.\.|[ぁ-んァ-ヶ一-龠] [A-Za-z0-9]|[A-Za-z0-9] [ぁ-んァ-ヶ一-龠]|[ぁ-ん][,!?]/,
}

const english = textsOf(en)
const codes = Object.keys(languages) as Language[]

describe.each(codes)('%s', (code) => {
  test('has every text, lists of the same length, and no empty text', async () => {
    const texts = textsOf((await loadLocale(code)).texts)
    expect(texts.map(([path]) => path)).toEqual(english.map(([path]) => path))
    expect(texts.filter(([, text]) => text.trim() === '' || /undefined|NaN|#/.test(text))).toEqual([])
  })

  test('has a name for each ready-made question', async () => {
    const names = (await loadLocale(code)).texts.ask.questions
    expect(questions.map(({ name }) => name).filter((name) => !names[name])).toEqual([])
  })

  test('has a name for each source that `coverage` can list', async () => {
    const { sources } = (await loadLocale(code)).texts.screens.missing
    const files = [...activityFolders, 'messages', 'servers', 'account', 'payments']
    const tables = [
      'voice_sessions',
      'sessions',
      'devices',
      'games',
      'words',
      'server_timeline',
      'tracking_gaps',
    ]
    expect([...files, ...tables].filter((name) => !Object.hasOwn(sources, name))).toEqual([])
  })

  test('has no marks of another language or of a typewriter', async () => {
    const texts = textsOf((await loadLocale(code)).texts)
    expect(texts.filter(([, text]) => misprints[code].test(text))).toEqual([])
  })

  test('draws all figures of the gallery', async () => {
    const locale = await loadLocale(code)
    const html = renderToString(
      h(LocaleContext.Provider, { value: locale, children: h(Gallery, { kind: 'ten-years' }) }),
    )
    expect(html).not.toContain('figure-failed')
    expect(html).toContain(locale.texts.figures.nights.title)
  })
})

test('the browser’s language is chosen, or else English', () => {
  expect(pickLanguage(['de-AT', 'en'])).toBe('de')
  expect(pickLanguage(['nl', 'fr-CA', 'en'])).toBe('fr')
  expect(pickLanguage(['pt'])).toBe('pt-BR')
  expect(pickLanguage(['ja-JP'])).toBe('ja')
  expect(pickLanguage(['nl', 'zh'])).toBe('en')
  expect(pickLanguage([])).toBe('en')
})

describe('formats', () => {
  const plain = (text: string) => text.replaceAll(/\s/g, ' ')

  test('plurals follow the rules of the language', () => {
    const forms = { one: '# a', other: '# b' }
    expect(createFormats('en').plural(1, forms)).toBe('1 a')
    expect(createFormats('en').plural(0, forms)).toBe('0 b')
    // French uses the singular for 0.
    expect(createFormats('fr').plural(0, forms)).toBe('0 a')
    expect(plain(createFormats('de').plural(1234, forms))).toBe('1.234 b')
  })

  test('the first day of a month, hours and spans follow the habits of the language', () => {
    const [de, fr, ja] = [createFormats('de'), createFormats('fr'), createFormats('ja')]
    const [newYear, second] = [19_723, 19_724]
    expect([newYear, second].map((day) => plain(fr.day(day)))).toEqual(['1er janv. 2024', '2 janv. 2024'])
    expect(plain(fr.longDay(newYear))).toBe('lundi 1er janvier 2024')
    expect(createFormats('pt-BR').longDay(newYear)).toBe('segunda-feira, 1º de janeiro de 2024')
    expect(ja.day(newYear)).toBe('2024年1月1日')
    expect([de, fr, ja, createFormats('es')].map(({ hour }) => plain(hour(9)))).toEqual([
      ...['9 Uhr', '9 h', '9時', '9:00'],
    ])
    expect([ja.minutes(200), ja.range('a', 'b'), ja.labelled('a', 'b')]).toEqual([
      ...['3時間20分', 'a～b', 'a：b'],
    ])
    expect(fr.labelled('a', 'b')).toBe('a\u00a0: b')
    expect([ja.series(['a', 'b']), de.series(['a', 'b'])]).toEqual(['a、b', 'a, b'])
    expect([ja.noted('a', 'b'), de.noted('a', 'b')]).toEqual(['a（b）', 'a (b)'])
    expect(ja.paragraph(['a。', 'b。'])).toBe('a。b。')
  })

  test('money is divided by its exponent, and an unknown code is put before the number', () => {
    const { money } = createFormats('en')
    expect(money(1999, 'usd', 2)).toBe('$19.99')
    expect(money(1000, 'jpy', 0)).toBe('¥1,000')
    expect(money(1234, '<b>', 2)).toBe('<B> 12.34')
  })

  test('hours, minutes and days are formatted', () => {
    const { minutes, hour, clock, day, month, weekday } = createFormats('en', 'h23')
    expect([minutes(0), minutes(59), minutes(60), minutes(200)].map(plain)).toEqual([
      '0 min',
      '59 min',
      '1 hr',
      '3 hr 20 min',
    ])
    expect([hour(0), hour(21), clock(1265)]).toEqual(['00:00', '21:00', '21:05'])
    expect(plain(createFormats('en').hour(21))).toBe('9 PM')
    expect(day(19_420)).toBe('Mar 4, 2023')
    expect(month(638)).toBe('March 2023')
    expect([weekday(0, 'long'), weekday(6, 'short')]).toEqual(['Monday', 'Sun'])
  })
})
