/**
 * Renders the gallery with ten years, one day, no data, and hostile names, and checks the markup: no figure
 * fails.
 */
import { describe, expect, test } from 'bun:test'
import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { Gallery } from './gallery/gallery.tsx'
import type { SampleKind } from './gallery/samples.ts'
import { Nights } from './nights.tsx'
import { languages, type Language, loadLocale, LocaleContext } from '../texts/locale.ts'

const kinds: SampleKind[] = ['ten-years', 'one-day', 'empty', 'hostile']
const rendered = new Map(kinds.map((kind) => [kind, renderToString(h(Gallery, { kind }))]))

describe.each([...rendered])('%s', (kind, html) => {
  test('the figures are rendered, and none failed', () => {
    expect(html.match(/<figure /g)!.length).toBe(html.match(/<\/figure>/g)!.length)
    expect(html.match(/<figure /g)!.length).toBeGreaterThanOrEqual(9)
    expect(html).not.toContain('figure-failed')
  })

  test('the markup contains neither NaN nor inline styles', () => {
    expect(html).not.toMatch(/NaN|Infinity|undefined|\[object/)
    expect(html).not.toMatch(/ style=/)
  })

  test(
    kind === 'empty'
      ? 'an empty figure says so and has no picture'
      : 'each picture is one tab stop with a name',
    () => {
      if (kind === 'empty') {
        expect(html).not.toContain('class="plot')
        expect(html.match(/figure-empty/g)!.length).toBeGreaterThanOrEqual(9)
        return
      }
      const pictures = html.match(/<svg class="plot[^"]*"(?:[^>"]|"[^"]*")*>/g)!
      expect(pictures.length).toBeGreaterThanOrEqual(9)
      for (const picture of pictures) {
        expect(picture).toContain('tabindex="0"')
        expect(picture).toMatch(/aria-label="[^"]{5,}"/)
      }
    },
  )
})

test('names remain text, are shortened, and keep their own direction', () => {
  const html = rendered.get('hostile')!
  expect(html).not.toMatch(/<script|<img/)
  expect(html).toContain('&lt;img')
  expect(html).not.toContain('a'.repeat(400))
  expect(html).not.toContain('\u202e')
  expect(html).toContain('\u2068')
  expect(html).toContain('No name')
})

test.each(Object.keys(languages) as Language[])(
  '%s: the sentence of Nights names what is counted',
  async (language) => {
    const locale = await loadLocale(language)
    const { nights, metrics, frame } = locale.texts.figures
    const early = Float64Array.from({ length: 24 }, (_, hour) => (hour < 3 ? 2 : 1))
    const late = Float64Array.from({ length: 24 }, (_, hour) => (hour > 20 ? 2 : 1))
    const years = [
      { year: 2024, values: early },
      { year: 2025, values: late },
    ]
    const said = (Object.keys(metrics) as (keyof typeof metrics)[]).flatMap((metric) =>
      [years.slice(1), years].map((values) => {
        const figure = h(Nights, { years: values, metric })
        const html = renderToString(h(LocaleContext.Provider, { value: locale, children: figure }))
        return { metric, sentence: /figure-sentence">([^<]*)</.exec(html)?.[1] ?? frame.empty, html }
      }),
    )
    expect(new Set(said.map(({ sentence }) => sentence)).size).toBe(8)
    for (const { metric, sentence, html } of said) {
      expect(html).toContain(nights.reading)
      const others = Object.entries(metrics).filter(([name]) => name !== metric)
      const isNamed = (name: string) => sentence.toLowerCase().includes(name.toLowerCase())
      // In one language, the sentence about the messages of two years has only the verb “sent”.
      if (metric !== 'messages') expect([sentence, isNamed(metrics[metric])]).toEqual([sentence, true])
      expect([sentence, others.filter(([, name]) => isNamed(name))]).toEqual([sentence, []])
    }
    expect(nights.reading.toLowerCase()).not.toContain(metrics.messages.toLowerCase())
  },
)
