/**
 * Measures the time from the start of the process to the first 200 of /health: with a given database, with
 * the embedded one, and at its first start.
 */
import { freshDatabase } from '../../src/tests/support/servers/database.ts'
import { createDataDir, removeDataDir } from '../../src/tests/support/servers/server-process.ts'
import { type Benchmark, type Program, environmentOf } from './benchmark.ts'
import { median } from './middle.ts'
import { type Findings, type Row, formatValue } from './report.ts'

const askEveryMs = 2
const secondsMax = 60

export async function measureStart({ program, runs, say }: Benchmark): Promise<Findings> {
  const given: number[] = []
  const first: number[] = []
  const warm: number[] = []
  const database = await freshDatabase()
  try {
    for (let run = 1; run <= runs; run++) {
      say(`start, run ${run} of ${runs}`)
      await inDataDir(async (DATA_DIR) => {
        given.push(await timeStart(program, { DATA_DIR, DATABASE_URL: database.url }))
      })
      await inDataDir(async (DATA_DIR) => {
        first.push(await timeStart(program, { DATA_DIR }))
        warm.push(await timeStart(program, { DATA_DIR }))
      })
    }
  } finally {
    await database.drop()
  }
  // The limits apply to the executable only.
  const only = <T>(limits: T) => (program.executable ? limits : {})
  const row = (what: string, times: number[]): Row => ({
    what: `start to first answer, ${what}`,
    value: median(times),
    unit: 'milliseconds',
  })
  return {
    rows: [
      { ...row('with DATABASE_URL', given), ...only({ must: 150, aim: 100 }) },
      { ...row('embedded, warm', warm), ...only({ must: 600, aim: 400 }) },
      { ...row('embedded, first ever', first), ...only({ must: 4000, aim: 2500 }) },
    ],
    tables: [
      {
        title: 'Runs',
        columns: ['run', 'DATABASE_URL', 'embedded, warm', 'embedded, first ever'],
        lines: given.map((time, index) => [
          index + 1,
          ...[time, warm[index]!, first[index]!].map((value) => formatValue(value, 'milliseconds')),
        ]),
      },
    ],
  }
}

async function inDataDir(work: (dataDir: string) => Promise<void>): Promise<void> {
  const dataDir = createDataDir()
  try {
    await work(dataDir)
  } finally {
    removeDataDir(dataDir)
  }
}

async function timeStart({ command }: Program, settings: Record<string, string>): Promise<number> {
  const port = freePort()
  const begun = performance.now()
  const child = Bun.spawn([...command, 'serve'], {
    env: environmentOf({ LOG_LEVEL: 'error', HOST: '127.0.0.1', PORT: String(port), ...settings }),
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'inherit',
  })
  try {
    while (!(await isHealthy(port))) {
      if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`)
      if (performance.now() - begun > secondsMax * 1000) throw new Error(`no answer in ${secondsMax} s`)
      await Bun.sleep(askEveryMs)
    }
    return performance.now() - begun
  } finally {
    child.kill('SIGTERM')
    await child.exited
  }
}

async function isHealthy(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health`, { keepalive: false })
    await response.arrayBuffer()
    return response.status === 200
  } catch {
    return false
  }
}

function freePort(): number {
  const listener = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } })
  const { port } = listener
  listener.stop(true)
  return port
}
