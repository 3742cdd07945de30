/**
 * Screens of made-up results: unknown calls, group DMs, packages without messages or activity, two packages
 * beside each other, the place of the result, what is missing, and more systems than bands.
 */
import { expect, test } from 'bun:test'
import { type ComponentType, h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { PackagesBeside } from '../compare/packages-beside.tsx'
import { erasOf } from '../data/eras.ts'
import type { Answer, Question } from '../data/question.ts'
import { callsQuestion } from '../data/questions/calls.ts'
import { coverageQuestion } from '../data/questions/coverage.ts'
import { gapsQuestion } from '../data/questions/gaps.ts'
import { reasonsQuestion } from '../data/questions/reasons.ts'
import type { Result } from '../data/result.ts'
import type { Call, Coverage, Cube, Incomplete, Session } from '../data/types.ts'
import { viewOf } from '../data/view.ts'
import { zoneOver } from '../data/zone.ts'
import { entryOf } from '../flow/keep-result.ts'
import { type Flow, type Stage, viewedId } from '../flow/stage.ts'
import { Screens } from '../figures/stacked-months.tsx'
import { useShareFigures } from '../share/share-figures.tsx'
import { readAddress } from '../shell/address.ts'
import { en } from '../texts/en.ts'
import { deviceScreen } from './device.tsx'
import { missingScreen } from './missing.tsx'
import { overviewScreen } from './overview.tsx'
import type { ScreenProps } from './screen.ts'
import { systemMonths } from './system-months.ts'

const firstHour = Date.UTC(2023, 0, 10) / 3_600_000
/** One message every ten days for two years. */
const cube: Cube = {
  channels: ['1'],
  hour: Int32Array.from({ length: 73 }, (_, index) => firstHour + index * 240),
  channel: new Uint32Array(73),
  count: new Uint32Array(73).fill(1),
}
const view = viewOf(cube, zoneOver('UTC', firstHour, firstHour + 73 * 240), { from: null, to: null })

function resultWith(calls: Answer<Call>, name = 'Ann'): Result {
  return {
    owner: { packageId: '', id: '1', name, displayName: null, isPartial: false },
    cube,
    people: [],
    places: [],
    channels: [],
    calls,
    bytes: new Uint8Array(),
    known: (question: Question<unknown>) => (question === callsQuestion ? calls : null),
    ask: () => Promise.reject(new Error('no question is asked without a browser')),
  } as unknown as Result
}

function render<P extends object>(component: ComponentType<P>, props: P): string {
  return renderToString(h(component, props))
}

function propsOf(result: Result): ScreenProps {
  return { result, view, whole: view, address: readAddress('#/'), packageId: '1' } as ScreenProps
}

test.each<[string, Answer<Call>, string]>([
  ['known', { state: 'known', value: [] }, '0 min'],
  ['missing in an older result', { state: 'older', missing: ['voice_sessions'] }, '–'],
  ['unreadable', { state: 'failed', message: 'malformed' }, '–'],
])('Overview: the minutes in voice if the calls are %s', (_, calls, shown) => {
  const html = render(overviewScreen.component, propsOf(resultWith(calls)))
  const value = new RegExp(`>([^<]*)</span><span class="fact-label">${en.screens.overview.voice}<`).exec(html)
  expect(value?.[1]?.replace('\u00a0', ' ')).toBe(shown)
})

test('Overview, Compare, and then and now: group DMs are not counted as a server', () => {
  const known: Answer<Call> = { state: 'known', value: [] }
  const result: Result = {
    ...resultWith(known),
    places: [{ id: '@me', name: 'Group DMs', messages: 73 }],
    channels: [{ id: '1', name: 'group', placeId: '@me', messages: 73, voiceMinutes: 0 }],
  }
  const overview = render(overviewScreen.component, propsOf(result))
  const count = /([^<>]*)<\/span><span class="fact-label">servers? with a message</.exec(overview)
  expect(count?.[1]).toBe('0')
  const beside = render(PackagesBeside, { ...propsOf(result), other: result })
  const row = `<th scope="row">${en.compare.facts.places}</th>`
  expect(beside.split(row)[1]?.slice(0, 52)).toBe('<td class="number">0</td><td class="number">0</td></')
  const { then, now } = erasOf(result, view, null)!
  expect([then, now]).toMatchObject([
    { places: 0, topPlace: null },
    { places: 0, topPlace: null },
  ])
})

test('Compare: a package without messages has no day of a first or last message', () => {
  const known: Answer<Call> = { state: 'known', value: [] }
  const cube: Cube = {
    channels: [],
    hour: new Int32Array(),
    channel: new Uint32Array(),
    count: new Uint32Array(),
  }
  const days = { first: 19_000, last: 19_100 }
  const whole = viewOf(cube, zoneOver('UTC', 0, 0), { from: null, to: null }, days)
  const props = { ...propsOf({ ...resultWith(known), cube }), view: whole, whole, other: resultWith(known) }
  const html = render(PackagesBeside, props)
  for (const title of [en.compare.facts.first, en.compare.facts.last]) {
    expect(html.split(`<th scope="row">${title}</th>`)[1]?.slice(0, 25)).toBe('<td class="number">–</td>')
  }
})

test('Overview: says when it began only if the period has no chosen beginning', () => {
  const props = propsOf(resultWith({ state: 'known', value: [] }))
  const said = (hash: string) =>
    render(overviewScreen.component, { ...props, address: readAddress(hash) }).includes('It began on')
  expect([said('#/'), said('#/?to=2024-06-30'), said('#/?from=2023-01-01')]).toEqual([true, true, false])
})

test.each<[string, boolean, string]>([
  ['an analyzed package', false, en.device.fileInTab],
  ['the result that the command view serves', true, en.device.viewed],
])('This device: where %s is', (_, isViewed, where) => {
  const result = resultWith({ state: 'known', value: [] })
  const entry = { ...entryOf(isViewed ? viewedId : '1', null, false), name: 'Ann' }
  const stage: Stage = { kind: 'open', result, entry, isDemo: false, keepProblem: null }
  const flow = { stage } as Flow
  const preferences = { language: 'en', hourCycle: null, zone: null } as const
  const html = render(deviceScreen.component, { ...propsOf(result), flow, preferences })
  expect([en.device.fileInTab, en.device.viewed].filter((text) => html.includes(text))).toEqual([where])
})

test.each([true, false])('Share: no figure of calls if activity is missing (%p)', (isPartial) => {
  const made = resultWith({ state: 'known', value: [] })
  const result: Result = { ...made, owner: { ...made.owner, isPartial } }
  let names: string[] = []
  render((props: ScreenProps) => {
    names = useShareFigures(props, true).map(({ name }) => name)
    return null
  }, propsOf(result))
  expect(names).toContain('week')
  expect(names.includes('write-or-call')).toBe(!isPartial)
})

test('Compare: the river of two packages does not speak of people', () => {
  const known: Answer<Call> = { state: 'known', value: [] }
  const other = resultWith(known, 'Bob')
  const html = render(PackagesBeside, { ...propsOf(resultWith(known)), other })
  expect(html).toContain(en.compare.packages.river.title)
  expect(html).toContain('The busiest time: \u2068Ann')
  expect(html).not.toContain(en.figures.river.title)
  expect(html).not.toContain(en.figures.river.reading)
  expect(html).not.toContain('one person')
})

test.each<[string, Incomplete[]]>([
  ['nothing is missing', []],
  ['a file could not be used', [{ source: 'messages', reasons: ['unusable_files', 'mostly_unusable'] }]],
])('What is missing: %s', (_, reasons) => {
  const messages: Coverage = {
    ...{ source: 'messages', isPresent: true, files: 2, lines: 1, used: 1, duplicates: 0, broken: 0 },
    ...{ undated: 0, firstDay: '2023-01-01', lastDay: '2023-01-01' },
  }
  const answers = new Map<Question<unknown>, readonly unknown[]>([
    [coverageQuestion, [messages]],
    [gapsQuestion, []],
    [reasonsQuestion, reasons],
  ])
  const result = {
    ...resultWith({ state: 'known', value: [] }),
    known: (question: Question<unknown>) => ({ state: 'known', value: answers.get(question) ?? [] }),
  } as unknown as Result
  const html = render(missingScreen.component, propsOf(result))
  const isAllThere = reasons.length === 0
  expect(html.includes(en.screens.missing.allThere)).toBe(isAllThere)
  expect(html.includes('files in an unknown format, most entries unusable')).toBe(!isAllThere)
})

const session = (os: string, minutes: number, hours: number): Session => {
  const start = (firstHour + hours) * 3600
  return { start, end: start + minutes * 60, minutes, os }
}
/** Ten systems; the four with the fewest minutes have 2,000 of 7,400. */
const tenSystems = Array.from({ length: 10 }, (_, index) =>
  session(`System ${index}`, index < 4 ? 500 : 1000 - (index - 4) * 40, index * 24),
)

test('The rest: the systems after the sixth are summed up, so that nothing is missing from the hours', () => {
  const bands = systemMonths(tenSystems, view, 'All others')
  expect(bands.map(({ name }) => name)).toEqual([
    ...['System 4', 'System 5', 'System 6', 'System 7', 'System 8', 'System 9'],
    'All others',
  ])
  // All sessions are in January 2023, the first month.
  expect(bands.map(({ values }) => values[0])).toEqual([1000, 960, 920, 880, 840, 800, 2000])
  expect(bands.every(({ values }) => values.slice(1).every((value) => value === 0))).toBeTrue()
})

test('The rest: the sentence names a system, not the sum, and its share of the minutes of all systems', () => {
  const bands = systemMonths(tenSystems, view, 'All others')
  const html = render(Screens, { firstMonth: 636, bands })
  // 1,000 of 7,400 minutes.
  expect(html).toContain('14% of your time was on \u2068System 4\u2069.')
  expect(html).not.toContain('was on \u2068All others')
})
