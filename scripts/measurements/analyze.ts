/**
 * Compares `analyze` of each size with merely inflating the same members: wall time, CPU seconds, peak
 * memory.
 */
import { join } from 'node:path'
import type { Size } from '../../src/synthetic-package/options.ts'
import { type Benchmark, cacheFolder } from './benchmark.ts'
import { type Used, measureCommand } from './measure-command.ts'
import { median } from './middle.ts'
import { packageOf } from './packages.ts'
import { type Findings, type Row, formatValue } from './report.ts'

interface Comparison {
  size: Size
  analyze: Used[]
  inflate: Used[]
}

export async function measureAnalyze(benchmark: Benchmark): Promise<Findings> {
  const comparisons: Comparison[] = []
  for (const size of benchmark.sizes) comparisons.push(await compare(size, benchmark))
  return {
    rows: [...comparisons.flatMap(rowsOf), ...growthRows(comparisons)],
    tables: [
      {
        title: 'Medians (lowest–highest of the wall times)',
        columns: ['size', 'runs', 'program', 'wall', 'CPU', 'peak RSS'],
        lines: comparisons.flatMap(({ size, analyze, inflate }) => [
          [size, analyze.length, 'analyze', ...cellsOf(analyze)],
          [size, inflate.length, 'inflating only', ...cellsOf(inflate)],
        ]),
      },
    ],
  }
}

/** The path of the result of a size, after `analyze`. */
export function resultPath(size: Size): string {
  return join(cacheFolder, `${size}.sqlite`)
}

/** The command line of `analyze` for an archive. */
export function analyzeCommand({ program }: Benchmark, archive: string, output: string): string[] {
  return [...program.command, 'analyze', archive, '-o', output]
}

/** The runs are interleaved, so that a slow minute of the machine slows both. */
async function compare(size: Size, benchmark: Benchmark): Promise<Comparison> {
  const archive = await packageOf(size, benchmark)
  const comparison: Comparison = { size, analyze: [], inflate: [] }
  for (let run = 1; run <= benchmark.runs; run++) {
    benchmark.say(`analyze ${size}, run ${run} of ${benchmark.runs}`)
    comparison.inflate.push(
      await measureCommand([process.execPath, join(import.meta.dir, 'inflate-members.ts'), archive]),
    )
    comparison.analyze.push(await measureCommand(analyzeCommand(benchmark, archive, resultPath(size))))
  }
  return comparison
}

function rowsOf({ size, analyze, inflate }: Comparison): Row[] {
  const ratio = (name: 'wall' | 'cpu') => middle(analyze, name) / middle(inflate, name)
  const only = <T>(limits: T) => (size === 'L' ? limits : {})
  const wall: Row = {
    what: `analyze ${size}: wall against inflating only`,
    value: ratio('wall'),
    unit: 'ratio',
  }
  const cpu: Row = { what: `analyze ${size}: CPU against inflating only`, value: ratio('cpu'), unit: 'ratio' }
  const peak: Row = { what: `analyze ${size}: peak RSS`, value: middle(analyze, 'peak'), unit: 'bytes' }
  return [
    { ...wall, ...only({ must: 1.15, aim: 0.85 }) },
    { ...cpu, ...only({ must: 1.7, aim: 1.3 }) },
    { ...peak, ...only({ must: 250e6, aim: 220e6 }) },
  ]
}

function growthRows(comparisons: Comparison[]): Row[] {
  const peakOf = (wanted: Size) => {
    const found = comparisons.find(({ size }) => size === wanted)
    return found && middle(found.analyze, 'peak')
  }
  const [medium, large] = [peakOf('M'), peakOf('L')]
  if (medium === undefined || large === undefined) return []
  const value = (large / medium - 1) * 100
  return [{ what: 'growth of the peak RSS from M to L', value, unit: 'percent', must: 40, aim: 15 }]
}

function middle(uses: Used[], name: 'wall' | 'cpu' | 'peak'): number {
  return median(uses.map((used) => used[name]))
}

function cellsOf(uses: Used[]): string[] {
  const walls = uses.map(({ wall }) => wall)
  const [least, most] = [Math.min(...walls), Math.max(...walls)].map((wall) => formatValue(wall, 'seconds'))
  return [
    `${formatValue(middle(uses, 'wall'), 'seconds')} (${least}–${most})`,
    formatValue(middle(uses, 'cpu'), 'seconds'),
    formatValue(middle(uses, 'peak'), 'bytes'),
  ]
}
