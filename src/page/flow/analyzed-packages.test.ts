/** The list of several analyzed packages says which of them are kept in this browser. */
import { expect, test } from 'bun:test'
import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { en } from '../texts/en.ts'
import type { AnalyzedPackage } from './analyze-packages.ts'
import { AnalyzedPackages } from './analyzed-packages.tsx'
import type { Flow } from './stage.ts'
import type { KeepProblem } from './store.ts'

const { title, kept, someKept, notKept, tabOnly } = en.local.several
const sentences = { kept, someKept, notKept }

function analyzed(number: number, isKept: boolean, keepProblem: KeepProblem | null = null): AnalyzedPackage {
  const owner = {
    packageId: '',
    id: `${number}`,
    name: `Owner ${number}`,
    displayName: null,
    isPartial: false,
  }
  const result = { id: `${number}`, owner, sqlite: new Uint8Array(10), isKept, keepProblem }
  return { name: `${number}.zip`, kind: 'analyzed', analyzed: result }
}
const failed: AnalyzedPackage = {
  name: 'broken.zip',
  kind: 'failed',
  problem: { code: 'UNKNOWN_ERROR', detail: 'archive_corrupt', isLocal: true },
}

test.each([
  ['all are kept', [analyzed(1, true), analyzed(2, true)], 'kept', 0],
  ['only the first is kept', [analyzed(1, true), analyzed(2, false)], 'someKept', 1],
  ['none is kept', [analyzed(1, false), analyzed(2, false)], 'notKept', 0],
  ['the only one that did not fail is kept', [failed, analyzed(2, true)], 'kept', 0],
  ['all have failed', [failed, failed], null, 0],
] as const)('%s', (_, packages, said, marked) => {
  const html = renderToString(h(AnalyzedPackages, { flow: {} as Flow, packages, isKept: true }))
  const found = Object.entries(sentences).flatMap(([name, text]) =>
    html.includes(`>${text}<`) ? [name] : [],
  )
  expect(found).toEqual(said === null ? [] : [said])
  expect(html.split(` · ${tabOnly}`).length - 1).toBe(marked)
  expect(html.includes(title)).toBe(said !== null)
})

test.each<[string, AnalyzedPackage[], KeepProblem[]]>([
  ['all could be kept', [analyzed(1, true), analyzed(2, true)], []],
  ['nothing was to be kept', [analyzed(1, false), analyzed(2, false)], []],
  [
    'the last two did not fit',
    [analyzed(1, true), analyzed(2, false, 'full'), analyzed(3, false, 'full')],
    ['full'],
  ],
  ['the browser refuses', [failed, analyzed(2, false, 'refused')], ['refused']],
])('%s: the list says why packages are not kept, once', (_, packages, problems) => {
  const html = renderToString(h(AnalyzedPackages, { flow: {} as Flow, packages, isKept: true }))
  const { keepFull, keepRefused } = en.shell
  const counts = [keepFull, keepRefused].map((text) => html.split(text).length - 1)
  expect(counts).toEqual([problems.includes('full') ? 1 : 0, problems.includes('refused') ? 1 : 0])
})
