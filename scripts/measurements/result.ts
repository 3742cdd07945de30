/**
 * Compares the result of the largest package with the same rows in the reference's schema: size, stored size,
 * queries.
 */
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import LZString from 'lz-string'
import { analyzeCommand, resultPath } from './analyze.ts'
import { type Benchmark, cacheFolder, environmentOf, largestOf } from './benchmark.ts'
import { measureCommand } from './measure-command.ts'
import { median } from './middle.ts'
import { packageOf } from './packages.ts'
import type { QueryTimes, TimesByVersion } from './query-times.ts'
import { writeReferenceDatabase } from './reference-database.ts'
import { type Findings, type Row, type Table, formatValue } from './report.ts'
import { storedLengthOf } from './stored-length.ts'

export async function measureResult(benchmark: Benchmark): Promise<Findings> {
  const size = largestOf(benchmark)
  const archive = await packageOf(size, benchmark)
  const ours = resultPath(size)
  const theirs = join(cacheFolder, `${size}-reference.sqlite`)
  benchmark.say(`analyzing ${size}`)
  await measureCommand(analyzeCommand(benchmark, archive, ours))
  benchmark.say("filling the reference's schema")
  const counts = writeReferenceDatabase(ours, theirs)
  const [ourBytes, theirBytes] = [statSync(ours).size, statSync(theirs).size]
  benchmark.say('compressing as the client does')
  const stored = await storedLengths(ours, theirs)
  benchmark.say("running the client's queries")
  const times = await queryTimes([ours, theirs], benchmark.runs)
  const only = <T>(limits: T) => (size === 'L' ? limits : {})
  const file: Row = {
    what: `SQLite file of ${size}, against the reference's`,
    value: ourBytes / theirBytes,
    unit: 'ratio',
  }
  const text: Row = {
    what: 'that file as the client stores it, in characters',
    value: stored.ours,
    unit: 'count',
  }
  return {
    rows: [
      { ...file, must: 1 / 8, aim: 1 / 14 },
      { ...text, ...only({ must: 1_250_000, aim: 800_000 }) },
      ...Object.entries(times).flatMap(([version, ofVersion]) => queryRows(version, ofVersion)),
    ],
    tables: [
      {
        title: `Result of ${size}`,
        columns: ['', 'compact', "reference's schema"],
        lines: [
          ['bytes', ...[ourBytes, theirBytes].map((bytes) => formatValue(bytes, 'bytes'))],
          ['characters stored', ...[stored.ours, stored.theirs].map((count) => formatValue(count, 'count'))],
        ],
      },
      { title: 'Rows', columns: Object.keys(counts), lines: [Object.values(counts)] },
      ...Object.entries(times).map(([version, ofVersion]) => queryTable(version, ofVersion)),
    ],
  }
}

/**
 * The lengths of the two files as the client stores them. LZ-string itself compresses our result, and the
 * length also checks our faster count. The reference's file is only counted.
 */
async function storedLengths(ours: string, theirs: string): Promise<{ ours: number; theirs: number }> {
  const bytes = await Bun.file(ours).bytes()
  const length = LZString.compressToUTF16(JSON.stringify(Array.from(bytes))).length
  if (length !== storedLengthOf(bytes))
    throw new Error('the count differs from the length that LZ-string gives')
  return { ours: length, theirs: storedLengthOf(await Bun.file(theirs).bytes()) }
}

/** Runs in a separate process, because sql.js holds both files and never frees its memory. */
async function queryTimes(files: string[], runs: number): Promise<TimesByVersion> {
  for (const file of files) if (!existsSync(file)) throw new Error(`there is no ${file}`)
  const script = join(import.meta.dir, 'query-times.ts')
  const child = Bun.spawn([process.execPath, script, String(runs), ...files], {
    env: environmentOf(),
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const text = await new Response(child.stdout).text()
  if ((await child.exited) !== 0) throw new Error('the queries failed')
  return JSON.parse(text) as TimesByVersion
}

/** Nobody notices which of two queries is slower if both take less than this. */
const noticedMs = 50

function queryRows(version: string, [ours, theirs]: QueryTimes[]): Row[] {
  const ratios = Object.keys(ours!).flatMap((name) => {
    const [our, their] = [median(ours![name]!), median(theirs![name]!)]
    return our > noticedMs ? [our / Math.max(their, 1)] : []
  })
  return [
    {
      what: `the client's queries in ${version}, against the reference's`,
      value: totalOf(ours!) / totalOf(theirs!),
      unit: 'ratio',
      must: 1,
      aim: 0.5,
    },
    {
      what: `the worst ratio of those above ${noticedMs} ms, against the reference's`,
      value: Math.max(0, ...ratios),
      unit: 'ratio',
      must: 2,
      aim: 1,
    },
  ]
}

function totalOf(times: QueryTimes): number {
  return Object.values(times).reduce((sum, runs) => sum + median(runs), 0)
}

function queryTable(version: string, [ours, theirs]: QueryTimes[]): Table {
  const line = (name: string, our: number, their: number) => [
    name,
    formatValue(our, 'milliseconds'),
    formatValue(their, 'milliseconds'),
    formatValue(our / their, 'ratio'),
  ]
  return {
    title: `Queries in ${version}, medians of CPU time`,
    columns: ['query', 'compact', "reference's schema", 'ratio'],
    lines: [
      ...Object.keys(ours!).map((name) => line(name, median(ours![name]!), median(theirs![name]!))),
      line('all', totalOf(ours!), totalOf(theirs!)),
    ],
  }
}
