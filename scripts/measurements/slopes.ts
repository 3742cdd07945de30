/**
 * Measures how the cost grows: `analyze` with more and more events and channels, and opening an archive of
 * many entries.
 */
import { join } from 'node:path'
import type { PackageInput } from '../../src/synthetic-package/options.ts'
import { analyzeCommand } from './analyze.ts'
import { type Benchmark, cacheFolder } from './benchmark.ts'
import { timeOpening } from './many-entries.ts'
import { type Used, measureCommand } from './measure-command.ts'
import { median } from './middle.ts'
import { packageWith } from './packages.ts'
import { type Findings, type Row, type Table, formatValue } from './report.ts'

const entries = 70_000
const common: PackageInput = {
  messages: 100_000,
  events: 100_000,
  channels: 1000,
  guilds: 60,
  dms: 250,
  groupDms: 20,
  years: 5,
  detail: false,
}

interface Series {
  what: 'events' | 'channels'
  steps: number[]
}

export async function measureSlopes(benchmark: Benchmark): Promise<Findings> {
  const scale = benchmark.sizes.includes('L') ? 1 : 0.1
  const series: Series[] = [
    { what: 'events', steps: [500_000, 1_000_000, 2_000_000, 4_000_000].map((count) => count * scale) },
    { what: 'channels', steps: [1000, 4000, 16_000].map((count) => count * scale) },
  ]
  const rows: Row[] = []
  const tables: Table[] = []
  for (const one of series) {
    const uses = await measureSteps(one, benchmark)
    rows.push({
      what: `CPU of twice as many ${one.what}, steepest step`,
      value: Math.max(...growthOf(one.steps, uses)),
      unit: 'ratio',
      must: 2.2,
      aim: 2,
      note: 'linear: 2 or less',
    })
    tables.push(tableOf(one, uses))
  }
  benchmark.say(`opening an archive of ${entries} entries`)
  const times = await timeOpening(entries, benchmark.runs)
  const what = `opening an archive of ${entries.toLocaleString('en-US')} entries`
  rows.push({ what, value: median(times), unit: 'milliseconds', must: 1000, aim: 250 })
  return { rows, tables }
}

async function measureSteps({ what, steps }: Series, benchmark: Benchmark): Promise<Used[][]> {
  const archives: string[] = []
  for (const count of steps) {
    archives.push(await packageWith(`${what}-${count}`, { ...common, [what]: count }, benchmark))
  }
  const uses: Used[][] = steps.map(() => [])
  for (let run = 1; run <= benchmark.runs; run++) {
    for (const [index, archive] of archives.entries()) {
      benchmark.say(`analyze with ${steps[index]} ${what}, run ${run} of ${benchmark.runs}`)
      const output = join(cacheFolder, 'slopes.sqlite')
      uses[index]!.push(await measureCommand(analyzeCommand(benchmark, archive, output)))
    }
  }
  return uses
}

/**
 * The growth of the CPU time of each step except the first, per doubling of the count: at most 2 if the cost
 * is linear.
 */
function growthOf(steps: number[], uses: Used[][]): number[] {
  return steps.slice(1).map((count, index) => {
    const growth = middleCpu(uses[index + 1]!) / middleCpu(uses[index]!)
    // From 1 k to 4 k are two doublings.
    return growth ** (1 / Math.log2(count / steps[index]!))
  })
}

function tableOf({ what, steps }: Series, uses: Used[][]): Table {
  const growth = growthOf(steps, uses)
  const lines = steps.map((count, index) => {
    const cpu = middleCpu(uses[index]!)
    const before = index > 0 ? { count: steps[index - 1]!, cpu: middleCpu(uses[index - 1]!) } : null
    return [
      count.toLocaleString('en-US'),
      formatValue(cpu, 'seconds'),
      formatValue(median(uses[index]!.map(({ wall }) => wall)), 'seconds'),
      formatValue(median(uses[index]!.map(({ peak }) => peak)), 'bytes'),
      index === 0 ? '' : formatValue(growth[index - 1]!, 'ratio'),
      before === null ? '' : `${(((cpu - before.cpu) * 1000) / (count - before.count)).toFixed(2)} µs`,
    ]
  })
  const columns = [what, 'CPU', 'wall', 'peak RSS', 'CPU per doubling', 'CPU of one more']
  return { title: `analyze, growing ${what}`, columns, lines }
}

function middleCpu(uses: Used[]): number {
  return median(uses.map(({ cpu }) => cpu))
}
