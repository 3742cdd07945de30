/**
 * Measures the page in Chromium: the first view of a saved package, a change of period and of zone, and the
 * size of the page's files.
 */
import { existsSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { pageFiles } from '../../build/page/files.js'
import { serveView } from '../../src/http/view-server.ts'
import type { Size } from '../../src/synthetic-package/options.ts'
import { type Browser, type Page, startBrowser } from '../../src/tests/support/browser/browser.ts'
import { analyzeCommand, resultPath } from './analyze.ts'
import type { Benchmark } from './benchmark.ts'
import { measureCommand } from './measure-command.ts'
import { median } from './middle.ts'
import { packageOf } from './packages.ts'
import { type Findings, formatValue, type Row } from './report.ts'

interface Times {
  firstView: number
  period: number
  zone: number
}

export async function measurePage(benchmark: Benchmark): Promise<Findings> {
  const browser = await startBrowser()
  const found: [Size, Times][] = []
  try {
    for (const size of benchmark.sizes) found.push([size, await timesOf(size, browser, benchmark)])
  } finally {
    await browser.close()
  }
  const limited = (row: Row, size: Size, must: number): Row => (size === 'L' ? { ...row, must } : row)
  const weights = await weightsOf()
  return {
    rows: [
      { what: 'over the wire before the first paint', value: weights.first, unit: 'bytes', must: 100_000 },
      { what: 'over the wire to look at a result', value: weights.all, unit: 'bytes', must: 700_000 },
      ...found.flatMap(([size, { firstView, period, zone }]): Row[] => [
        limited(
          { what: `${size}: first view of a kept package`, value: firstView, unit: 'milliseconds' },
          size,
          1500,
        ),
        limited({ what: `${size}: change of the period`, value: period, unit: 'milliseconds' }, size, 100),
        limited({ what: `${size}: change of the zone`, value: zone, unit: 'milliseconds' }, size, 100),
      ]),
    ],
    tables: [
      {
        title: 'The page, median of the runs',
        columns: ['package', 'first view', 'period', 'zone'],
        lines: found.map(([size, times]) => [
          size,
          ...[times.firstView, times.period, times.zone].map((value) => formatValue(value, 'milliseconds')),
        ]),
      },
    ],
  }
}

async function timesOf(size: Size, browser: Browser, benchmark: Benchmark): Promise<Times> {
  const result = resultPath(size)
  if (!existsSync(result)) {
    await measureCommand(analyzeCommand(benchmark, await packageOf(size, benchmark), result))
  }
  const server = serveView(await Bun.file(result).bytes())
  try {
    const { origin, searchParams } = new URL(server.address)
    const page = await browser.open(`${origin}/`)
    await page.show(1280, 900, 'light')
    await page.evaluate(keepScript(`/view/${searchParams.get('view')}`))
    // The first load reads the messages by hour and saves them for later loads, which are measured.
    await page.reload()
    await page.evaluate(shown)
    const runs: Times[] = []
    for (let run = 1; run <= benchmark.runs; run++) {
      benchmark.say(`page of ${size}, run ${run} of ${benchmark.runs}`)
      runs.push(await oneRun(page))
    }
    return {
      firstView: median(runs.map(({ firstView }) => firstView)),
      period: median(runs.map(({ period }) => period)),
      zone: median(runs.map(({ zone }) => zone)),
    }
  } finally {
    await server.stop()
  }
}

async function oneRun(page: Page): Promise<Times> {
  await page.reload()
  const firstView = await page.evaluate<number>(shown)
  // Gives everything else three seconds to load, before anything is changed.
  await page.evaluate(`new Promise((done) => setTimeout(done, 3000))`)
  const period = await page.evaluate<number>(
    timed(`document.querySelectorAll('.bar-chips button')[2].click()`),
  )
  const zone = await page.evaluate<number>(
    timed(`{
      const zones = document.querySelector('.bar-zone')
      zones.value = zones.value === 'Asia/Tokyo' ? 'UTC' : 'Asia/Tokyo'
      zones.dispatchEvent(new Event('change', { bubbles: true }))
    }`),
  )
  await page.evaluate(`document.querySelectorAll('.bar-chips button')[0].click()`)
  return { firstView, period, zone }
}

/**
 * Milliseconds from the start of the navigation until everything in the window is drawn: the six numbers,
 * none of them still "…", and each figure whose top is inside the window.
 */
const shown = `new Promise((done) => {
  const isDrawn = (figure) =>
    figure.getBoundingClientRect().top >= innerHeight || figure.querySelector('svg')
  const look = () => {
    const numbers = [...document.querySelectorAll('.fact-value')]
    const figures = [...document.querySelectorAll('.figure')]
    const areKnown = numbers.length === 6 && numbers.every(({ textContent }) => textContent !== '…')
    if (areKnown && figures.length > 0 && figures.every(isDrawn)) done(performance.now())
    else requestAnimationFrame(look)
  }
  look()
})`

/** Milliseconds from an action to the frame after its change. */
function timed(action: string): string {
  return `new Promise((done) => {
    const start = performance.now()
    ${action}
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)))
  })`
}

/** Saves the result like the page does, and makes this tab open it. */
function keepScript(address: string): string {
  return `(async () => {
    const sqlite = new Uint8Array(await (await fetch(${JSON.stringify(address)})).arrayBuffer())
    const database = await new Promise((done, fail) => {
      const opening = indexedDB.open('dumpus', 1)
      opening.onupgradeneeded = () => {
        for (const name of ['packages', 'contents']) opening.result.createObjectStore(name, { keyPath: 'id' })
      }
      opening.onsuccess = () => done(opening.result)
      opening.onerror = () => fail(opening.error)
    })
    const change = database.transaction(['packages', 'contents'], 'readwrite')
    change.objectStore('packages').put({ id: 'measured', name: '', link: null, isReady: true, bytes: 0, keptAt: 0 })
    change.objectStore('contents').put({ id: 'measured', sqlite, core: null })
    await new Promise((done) => (change.oncomplete = done))
    database.close()
    sessionStorage.setItem('opened', 'measured')
  })()`
}

async function weightsOf(): Promise<{ first: number; all: number }> {
  const index = pageFiles.find(({ name }) => name === 'index.html')!
  const html = await Bun.file(index.plain).text()
  const named = [...html.matchAll(/(?:src|href)="page\/([^"]*)"/g)].map(([, name]) => name!)
  const weigh = async (names: readonly string[]) => {
    const files = pageFiles.filter(({ name }) => names.includes(name))
    const sizes = await Promise.all(
      files.map(async ({ plain }) => gzipSync(await Bun.file(plain).bytes()).length),
    )
    return sizes.reduce((sum, size) => sum + size, 0)
  }
  // The analysis (its workers, its kernels, and chunks for it alone) is loaded only when a package is
  // analyzed.
  const engine = /^((activity|analysis)-worker|plain|vector)-/
  const names = pageFiles.map(({ name }) => name).filter((name) => !engine.test(name))
  const imported = await importedBy(names.filter((name) => !name.startsWith('chunk-')))
  const all = names.filter((name) => !name.startsWith('chunk-') || imported.has(name))
  return { first: await weigh([...named, 'index.html']), all: await weigh(all) }
}

/** The names of the scripts that these import, and that those import in turn. */
async function importedBy(names: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>()
  const open = [...names]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const file = pageFiles.find((one) => one.name === name)
    if (!file || !name.endsWith('.js')) continue
    for (const [, next] of (await Bun.file(file.plain).text()).matchAll(/"\.\/(chunk-[^"]+)"/g)) {
      if (found.has(next!)) continue
      found.add(next!)
      open.push(next!)
    }
  }
  return found
}
