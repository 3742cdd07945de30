/**
 * The command line of scripts/benchmark: selects measurements, sizes and numbers of runs; prints Markdown,
 * and JSON on request.
 */
import { parseArgs } from 'node:util'
import { type Size, sizes } from '../../src/synthetic-package/options.ts'
import { measureAnalyze } from './analyze.ts'
import { type Benchmark, findProgram } from './benchmark.ts'
import { describeMachine, findOtherWork, headAsMarkdown } from './machine.ts'
import { measurePage } from './page.ts'
import { measurePolls } from './polls.ts'
import { type Findings, findingsAsMarkdown, verdictOf } from './report.ts'
import { measureQueue } from './queue.ts'
import { measureRequests } from './requests.ts'
import { measureResult } from './result.ts'
import { measureServer } from './server.ts'
import { measureSize } from './size.ts'
import { measureSlopes } from './slopes.ts'
import { measureStart } from './start.ts'
import { measureTab } from './tab.ts'

const measurements = {
  analyze: { title: 'Analysis', measure: measureAnalyze },
  result: { title: 'Result', measure: measureResult },
  server: { title: 'Server', measure: measureServer },
  polls: { title: 'Status polls', measure: measurePolls },
  queue: { title: 'Queue', measure: measureQueue },
  requests: { title: 'The largest requests', measure: measureRequests },
  start: { title: 'Start', measure: measureStart },
  page: { title: 'Page', measure: measurePage },
  tab: { title: 'The engine in a tab', measure: measureTab },
  slopes: { title: 'Growth of cost', measure: measureSlopes },
  size: { title: 'Size of the executable', measure: measureSize },
} satisfies Record<string, { title: string; measure: (benchmark: Benchmark) => Promise<Findings> }>

type Name = keyof typeof measurements
const names = Object.keys(measurements) as Name[]

const help = `Measures the server on this machine and prints the tables of docs/performance.md.

  scripts/benchmark [--sizes S,M,L] [--runs N] [--only NAME,…] [--json FILE]

  --sizes S,M,L   packages to measure with (all). Most limits in the tables apply only to L.
                  Without L, slopes measures a tenth of the events and channels.
  --runs N        runs of each measurement; the median is reported (5)
  --only NAME,…   ${names.join(', ')} (all)
  --json FILE     also write all figures as JSON
  -h, --help

Progress goes to standard error. The packages are made once and kept in build/benchmark: 1 GB for L, 2 GB for the slopes.
A full run with three runs of each takes twenty minutes. Nothing else should run meanwhile.
`

class UsageError extends Error {}

try {
  await run()
} catch (error) {
  process.stderr.write(`benchmark: ${error instanceof UsageError ? error.message : (error as Error).stack}\n`)
  process.exitCode = error instanceof UsageError ? 2 : 1
}
// The PostgreSQL of the measurements ends with this process.
process.exit()

async function run(): Promise<void> {
  const values = readArguments()
  if (values.help) return void process.stdout.write(help)
  const chosen = listOf(values.only, names)
  const benchmark: Benchmark = {
    sizes: listOf(values.sizes, Object.keys(sizes) as Size[]),
    runs: runsOf(values.runs),
    program: findProgram(),
    say: (line) => void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`),
  }
  const head = describeMachine(benchmark.program)
  process.stdout.write(`${headAsMarkdown(head)}\n`)
  const found: Record<string, unknown> = {}
  for (const name of chosen) {
    const warning = await findOtherWork()
    if (warning) benchmark.say(`WARNING: ${warning}`)
    const findings = await attempt(name, benchmark)
    if (!findings) continue
    const { title } = measurements[name]
    process.stdout.write(
      `\n${findingsAsMarkdown(title, findings)}\n${warning ? `\nWARNING: ${warning}.\n` : ''}`,
    )
    const rows = findings.rows.map((row) => ({ ...row, verdict: verdictOf(row) }))
    found[name] = { ...findings, rows, warning }
  }
  if (values.json)
    await Bun.write(values.json, `${JSON.stringify({ ...head, measurements: found }, null, 1)}\n`)
}

/** A failed measurement does not stop the others. */
async function attempt(name: Name, benchmark: Benchmark): Promise<Findings | null> {
  benchmark.say(`measuring: ${name}`)
  try {
    return await measurements[name].measure(benchmark)
  } catch (error) {
    process.exitCode = 1
    benchmark.say(`FAILED: ${name}: ${(error as Error).stack}`)
    return null
  }
}

function readArguments() {
  const text = { type: 'string' } as const
  try {
    return parseArgs({
      options: { sizes: text, runs: text, only: text, json: text, help: { type: 'boolean', short: 'h' } },
    }).values
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/** The named choices, in the order of `choices`; all if none is given. */
function listOf<Choice extends string>(given: string | undefined, choices: readonly Choice[]): Choice[] {
  const wanted = given?.split(',') ?? choices
  const unknown = wanted.find((name) => !choices.includes(name as Choice))
  if (unknown !== undefined)
    throw new UsageError(`there is no "${unknown}": choose from ${choices.join(', ')}`)
  return choices.filter((choice) => wanted.includes(choice))
}

function runsOf(given = '5'): number {
  if (!/^[1-9]\d?$/.test(given)) throw new UsageError('--runs must be a number from 1 to 99')
  return Number(given)
}
