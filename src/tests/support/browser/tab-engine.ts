/**
 * Runs the page's analysis worker in a tab of a real browser, on files of this machine, without using the
 * page's screens.
 */
import { statSync } from 'node:fs'
import { pageFiles } from '../../../../build/page/files.js'
import type { Page } from './browser.ts'

export interface TabRun {
  /** The SHA-256 of the result in hex; after a failure, its detail code from errors.ts. */
  outcome: string
  seconds: number
}

export interface TabOptions {
  packageId: string
  /** Whether a second worker reads the activity. */
  isShared: boolean
  /** Called between choosing the files and reading them. */
  meanwhile?(): void
}

const worker = pageFiles.find(({ name }) => name.startsWith('analysis-worker-'))!.name

/**
 * The outcomes of zips, or of one unzipped folder. One analysis worker analyzes all packages of a call, one
 * after another, because loading the worker takes longer than analyzing a small package.
 */
export async function runInTab(
  page: Page,
  paths: readonly string[],
  { packageId, isShared, meanwhile }: TabOptions,
): Promise<TabRun[]> {
  const isFolder = statSync(paths[0]!).isDirectory()
  await page.evaluate(`{
    globalThis.given?.remove()
    globalThis.given = document.createElement('input')
    Object.assign(given, { type: 'file', id: 'given', multiple: true, webkitdirectory: ${isFolder} })
    document.body.append(given)
    // For a folder, the browser lists the files first.
    globalThis.chosen = new Promise((done) => (given.onchange = done))
    null
  }`)
  await page.choose('#given', paths)
  // A browser records a file's size when a script first reads it, and so notices a later change.
  await page.evaluate('chosen.then(() => [...given.files].reduce((sum, { size }) => sum + size, 0))')
  meanwhile?.()
  await page.evaluate(`{
    const all = [...given.files]
    const files = all.map((file) => ({ path: file.webkitRelativePath, file }))
    globalThis.toDo = ${isFolder}
      ? [{ kind: 'folder', name: 'package', files }]
      : all.map((file) => ({ kind: 'zip', name: file.name, file }))
    globalThis.engine = new Worker('page/${worker}', { type: 'module' })
    globalThis.begun = performance.now()
    globalThis.done = []
    globalThis.failure = null
    const next = () => {
      const order = { packageId: '${packageId}', isShared: ${isShared} }
      begun = performance.now()
      if (done.length < toDo.length) engine.postMessage({ ...order, dropped: toDo[done.length] })
      else engine.terminate()
    }
    engine.onerror = (event) => (globalThis.failure = event.message)
    engine.onmessage = async ({ data }) => {
      if (data.kind === 'progress') return
      const seconds = (performance.now() - begun) / 1000
      const outcome = data.kind === 'failure' ? data.detail
        : new Uint8Array(await crypto.subtle.digest('SHA-256', data.sqlite)).toHex()
      done.push({ outcome, seconds })
      next()
    }
    next()
  }`)
  // A large package takes longer than the time limit for one answer of the browser, so this polls.
  for (; ; await Bun.sleep(50)) {
    const [isDone, failure] = await page.evaluate<[boolean, string | null]>(
      '[done.length === toDo.length, failure]',
    )
    if (failure !== null) throw new Error(failure)
    if (isDone) return page.evaluate<TabRun[]>('done')
  }
}
