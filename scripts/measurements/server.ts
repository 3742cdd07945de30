/**
 * Measures the memory of a server before, between and after jobs, and the time of a small package from POST
 * to PROCESSED.
 */
import { type FakeDiscord, randomKey, startFakeDiscord } from '../../src/tests/support/fakes/fake-discord.ts'
import { Owner } from '../../src/tests/support/servers/owner.ts'
import { createDataDir, removeDataDir } from '../../src/tests/support/servers/server-process.ts'
import { type Benchmark, largestOf } from './benchmark.ts'
import { type MeasuredServer, type Memory, memoryOf, startMeasuredServer } from './measured-server.ts'
import { median } from './middle.ts'
import { packageOf } from './packages.ts'
import { type Findings, formatValue } from './report.ts'

const jobs = 10
const pollMs = 10
const jobSecondsMax = 600
/** The wait after the last job. The system reclaims the memory of an ended thread with a delay. */
const restSeconds = 30

export async function measureServer(benchmark: Benchmark): Promise<Findings> {
  const discord = await startFakeDiscord()
  const dataDir = createDataDir()
  const settings = { DATA_DIR: dataDir, ...linkSettings(discord) }
  const server = await startMeasuredServer(benchmark.program, settings)
  try {
    return await measure(server, discord, benchmark)
  } finally {
    await server.stop()
    discord.stop()
    removeDataDir(dataDir)
  }
}

/** Settings that make a server accept any number of links to the fake Discord. */
export function linkSettings({ origin }: FakeDiscord): Record<string, string> {
  const unlimited = {
    POSTS_PER_MINUTE: '1000000',
    PACKAGES_PER_ADDRESS_MAX: '100000',
    POSTS_BURST: '1000000',
    REQUESTS_PER_MINUTE: '1000000',
    REQUESTS_BURST: '1000000',
  }
  return { DL_ZIP_WHITELISTED_DOMAINS: origin, ...unlimited }
}

/** Submits a package and waits until it is processed. Returns the milliseconds since the POST. */
export async function processPackage(
  server: { url: string },
  discord: FakeDiscord,
  archive: string,
  seed: number,
) {
  const key = randomKey(seed)
  discord.offer(key, archive)
  const owner = new Owner(server, key, discord.link(key))
  const begun = performance.now()
  const { isAccepted } = await owner.post()
  if (!isAccepted) throw new Error('the server did not accept the link')
  for (;;) {
    const status = await owner.status()
    const passed = performance.now() - begun
    if (status.processingStep === 'PROCESSED') return passed
    if (status.isErrored) throw new Error(`the package failed: ${status.errorDetail}`)
    if (passed > jobSecondsMax * 1000) throw new Error(`the package took more than ${jobSecondsMax} s`)
    await Bun.sleep(pollMs)
  }
}

async function measure(
  server: MeasuredServer,
  discord: FakeDiscord,
  benchmark: Benchmark,
): Promise<Findings> {
  const { runs, say } = benchmark
  const size = largestOf(benchmark)
  const small = await packageOf('S', benchmark)
  const large = await packageOf(size, benchmark)
  const idle = await restingMemory(server, 5)
  say(`idle: ${formatValue(idle.resident, 'bytes')}; now ${runs} packages of size S`)
  const times: number[] = []
  for (let run = 1; run <= runs; run++) times.push(await processPackage(server, discord, small, run))
  const after: Memory[] = []
  for (let job = 1; job <= jobs; job++) {
    const time = await processPackage(server, discord, large, 1000 + job)
    after.push(memoryOf(server))
    say(`job ${job} of ${jobs}, size ${size}: ${formatValue(time, 'seconds')}`)
  }
  const rested = await restingMemory(server, restSeconds)
  const bytes = ({ resident, anonymous, peak }: Memory) =>
    [resident, anonymous, peak].map((value) => formatValue(value, 'bytes'))
  return {
    rows: [
      { what: 'RSS of an idle server', value: idle.resident, unit: 'bytes', must: 90e6 },
      {
        what: `RSS above idle, ${restSeconds} s after ${jobs} jobs of size ${size}`,
        ...{ value: rested.resident - idle.resident, unit: 'bytes', must: 60e6 },
      },
      { what: 'POST → PROCESSED of S', value: median(times), unit: 'milliseconds', must: 1200, aim: 600 },
    ],
    tables: [
      {
        title: 'Memory of the server process',
        columns: ['when', 'RSS', 'of it anonymous', 'peak so far'],
        lines: [
          ['idle', ...bytes(idle)],
          ...after.map((memory, index) => [`after job ${index + 1}`, ...bytes(memory)]),
          [`${restSeconds} s later`, ...bytes(rested)],
        ],
      },
      {
        title: 'POST → PROCESSED of S, in the order of the runs',
        columns: times.map((_, index) => String(index + 1)),
        lines: [times.map((time) => formatValue(time, 'milliseconds'))],
      },
    ],
  }
}

async function restingMemory(server: MeasuredServer, seconds: number): Promise<Memory> {
  await Bun.sleep(seconds * 1000)
  return memoryOf(server)
}
