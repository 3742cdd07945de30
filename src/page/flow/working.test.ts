/** The screen Working says whether the page may be closed. */
import { expect, test } from 'bun:test'
import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { en } from '../texts/en.ts'
import type { Progress } from './follow.ts'
import type { Flow } from './stage.ts'
import { Working } from './working.tsx'

const { mayClose, mustStay, busy, unreachable } = en.flow.working
const nothing = { queue: null, bytesDownloaded: 0, bytesTotal: null, share: null }

test.each<[Progress['step'], Progress['trouble'], boolean, string[]]>([
  ['sending', null, true, []],
  ['sending', null, false, [mustStay]],
  ['waiting', null, true, [mayClose]],
  ['sending', 'busy', true, [busy, mustStay]],
  ['sending', 'unreachable', true, [unreachable, mustStay]],
  ['waiting', 'unreachable', true, [unreachable, mayClose]],
  ['downloading', null, false, [mustStay]],
])('%s, trouble: %s, kept: %p', (step, trouble, isKept, said) => {
  const progress = { ...nothing, step, trouble }
  const html = renderToString(h(Working, { flow: {} as Flow, progress, isKept }))
  expect([busy, unreachable, mayClose, mustStay].filter((text) => html.includes(text))).toEqual(said)
})
