/**
 * Measures the page's analysis in a tab of Chromium: its wall time as a ratio to that of `analyze` on the
 * same package, and the tab's peak memory. Each uses two threads. It also checks that both produce the same
 * bytes.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { serveView } from '../../src/http/view-server.ts'
import type { Size } from '../../src/synthetic-package/options.ts'
import { startBrowser } from '../../src/tests/support/browser/browser.ts'
import { runInTab } from '../../src/tests/support/browser/tab-engine.ts'
import { analyzeCommand, resultPath } from './analyze.ts'
import type { Benchmark } from './benchmark.ts'
import { measureCommand } from './measure-command.ts'
import { median } from './middle.ts'
import { packageOf } from './packages.ts'
import { type Findings, formatValue, type Row } from './report.ts'

interface Turn {
  /** Milliseconds. */
  native: number
  tab: number
  /**
   * Bytes. `peakResident`: the kernel's value for the tab's process. `peakPrivate`: Chromium's private
   * footprint.
   */
  peakResident: number
  peakPrivate: number
  isSame: boolean
}

const packageId = '0'.repeat(32)

export async function measureTab(benchmark: Benchmark): Promise<Findings> {
  const found: [Size, Turn[]][] = []
  for (const size of benchmark.sizes) found.push([size, await turnsOf(size, benchmark)])
  return {
    rows: found.flatMap(([size, turns]) => rowsOf(size, turns)),
    tables: [
      {
        title: 'Each turn: `analyze` first, then a tab of a new browser',
        columns: ['size', 'analyze', 'tab', 'ratio', 'peak RSS of the tab', 'peak private memory'],
        lines: found.flatMap(([size, turns]) => turns.map((turn) => [size, ...cellsOf(turn)])),
      },
    ],
  }
}

function rowsOf(size: Size, turns: readonly Turn[]): Row[] {
  const limited = <T>(limits: T) => (size === 'L' ? limits : {})
  const middle = (value: (turn: Turn) => number) => median(turns.map(value))
  return [
    {
      ...{ what: `tab ${size}: wall against analyze`, unit: 'ratio' as const },
      value: middle(({ tab, native }) => tab / native),
      ...limited({ must: 1.5 }),
    },
    {
      ...{ what: `tab ${size}: peak RSS`, unit: 'bytes' as const },
      value: middle(({ peakResident }) => peakResident),
    },
    {
      ...{ what: `tab ${size}: peak private memory`, unit: 'bytes' as const },
      value: middle(({ peakPrivate }) => peakPrivate),
      ...limited({ must: 450e6 }),
    },
    {
      ...{ what: `tab ${size}: results whose bytes differ`, unit: 'count' as const, must: 0 },
      value: turns.filter(({ isSame }) => !isSame).length,
    },
  ]
}

function cellsOf({ native, tab, peakResident, peakPrivate }: Turn): string[] {
  return [
    formatValue(native, 'seconds'),
    formatValue(tab, 'seconds'),
    formatValue(tab / native, 'ratio'),
    formatValue(peakResident, 'bytes'),
    formatValue(peakPrivate, 'bytes'),
  ]
}

async function turnsOf(size: Size, benchmark: Benchmark): Promise<Turn[]> {
  const archive = await packageOf(size, benchmark)
  const turns: Turn[] = []
  for (let turn = 1; turn <= benchmark.runs; turn++) {
    benchmark.say(`tab ${size}, turn ${turn} of ${benchmark.runs}`)
    const { wall } = await measureCommand(analyzeCommand(benchmark, archive, resultPath(size)))
    const expected = new Bun.CryptoHasher('sha256').update(await Bun.file(resultPath(size)).bytes())
    turns.push({ native: wall, ...(await inTab(archive, expected.digest('hex'))) })
  }
  return turns
}

async function inTab(archive: string, expected: string): Promise<Omit<Turn, 'native'>> {
  const server = serveView(new Uint8Array())
  const browser = await startBrowser()
  try {
    const page = await browser.open(`${new URL(server.address).origin}/`)
    // `show` also asks for reduced motion. Without a graphics processor, the moving picture of the start
    // screen takes half a core, and it is not shown while a real user's package is analyzed.
    await page.show(1280, 900, 'light')
    const memory = watchMemory(renderersOf(browser.pid))
    const [run] = await runInTab(page, [archive], { packageId, isShared: true })
    return { tab: run!.seconds * 1000, isSame: run!.outcome === expected, ...memory.stop() }
  } finally {
    await browser.close()
    await server.stop()
  }
}

/** The processes of the browser's pages, including that of the empty page that it starts with. */
function renderersOf(browser: number): number[] {
  const renderers = readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false
    const words = textOf(`/proc/${name}/cmdline`)
    return words.includes('--type=renderer') && isBelow(Number(name), browser)
  })
  return renderers.map(Number)
}

function isBelow(pid: number, ancestor: number): boolean {
  for (let at = pid; at > 1; at = Number(/^PPid:\s*(\d+)/m.exec(textOf(`/proc/${at}/status`))?.[1] ?? 0))
    if (at === ancestor) return true
  return false
}

/**
 * Measures the largest of the processes. Chromium defines the private footprint as anonymous and swapped
 * pages.
 */
function watchMemory(pids: readonly number[]): { stop(): Pick<Turn, 'peakResident' | 'peakPrivate'> } {
  const bytesOf = (status: string, name: string) =>
    1024 * Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(status)?.[1] ?? 0)
  let peakPrivate = 0
  let peakResident = 0
  const look = () => {
    for (const status of pids.map((pid) => textOf(`/proc/${pid}/status`))) {
      peakPrivate = Math.max(peakPrivate, bytesOf(status, 'RssAnon') + bytesOf(status, 'VmSwap'))
      peakResident = Math.max(peakResident, bytesOf(status, 'VmHWM'))
    }
  }
  const timer = setInterval(look, 50)
  return {
    stop() {
      clearInterval(timer)
      look()
      return { peakResident, peakPrivate }
    },
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // The process has ended meanwhile.
    return ''
  }
}
