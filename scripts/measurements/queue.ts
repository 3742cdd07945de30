/**
 * Measures a queue of packages of many people, each behind a slow connection. It compares the total time with
 * the larger of the times that the network and the analysis need alone.
 */
import { randomKey, startFakeDiscord } from '../../src/tests/support/fakes/fake-discord.ts'
import { Owner } from '../../src/tests/support/servers/owner.ts'
import { createDataDir, removeDataDir } from '../../src/tests/support/servers/server-process.ts'
import type { Size } from '../../src/synthetic-package/options.ts'
import type { Benchmark } from './benchmark.ts'
import { startMeasuredServer } from './measured-server.ts'
import { packageOf } from './packages.ts'
import { type Findings, formatValue } from './report.ts'
import { linkSettings, processPackage } from './server.ts'

const packages = 60
const slots = 8
/** The default of WORKERS on two cores. */
const workers = 1
/** 20 Mbit/s. */
const bytesPerSecond = 2_500_000
/** The number of packages whose analysis is timed alone, after one for warming up. */
const timedAlone = 5
const pollMs = 1000

export async function measureQueue(benchmark: Benchmark): Promise<Findings> {
  const size: Size = benchmark.sizes.includes('M') ? 'M' : benchmark.sizes[0]!
  const archive = await packageOf(size, benchmark)
  const discord = await startFakeDiscord()
  const dataDir = createDataDir()
  const server = await startMeasuredServer(benchmark.program, {
    ...{ DATA_DIR: dataDir, ...linkSettings(discord), TRUST_PROXY: '1' },
    ...{ DOWNLOADS: String(slots), WORKERS: String(workers) },
  })
  try {
    benchmark.say(`queue: one ${size} at 20 Mbit/s, then ${timedAlone} without a limit`)
    const download = await timeDownload(discord, archive)
    let alone = 0
    for (let number = 0; number <= timedAlone; number++) {
      const milliseconds = await processPackage(server, discord, archive, 5_000_000 + number)
      if (number > 0) alone += milliseconds / timedAlone
    }
    benchmark.say(`queue: ${packages} of size ${size}, ${slots} at a time`)
    const total = await processAll(server, discord, archive)
    const network = Math.ceil(packages / slots) * download
    const analysis = (packages / workers) * alone
    const time = (milliseconds: number) => formatValue(milliseconds, 'milliseconds')
    return {
      rows: [
        {
          what: `${packages} of ${size} behind 20 Mbit/s each, to the larger of network and analysis`,
          ...{ value: total / Math.max(network, analysis), unit: 'ratio', must: 1.2 },
        },
      ],
      tables: [
        {
          title: `A queue of ${packages}: ${slots} downloads, ${workers} worker; every package of another address`,
          columns: [
            'one download',
            'network at the slots',
            'one alone, no limit',
            'analysis',
            'the queue',
            'one after the other',
          ],
          lines: [
            [download, network, alone, analysis, total, packages * (download + alone)].map((value) =>
              time(value),
            ),
          ],
        },
      ],
    }
  } finally {
    await server.stop()
    discord.stop()
    removeDataDir(dataDir)
  }
}

type Discord = Awaited<ReturnType<typeof startFakeDiscord>>

/** Times the fake's slow connection alone, without other downloads. */
async function timeDownload(discord: Discord, archive: string): Promise<number> {
  const key = randomKey(6_000_000)
  discord.offer(key, archive, { bytesPerSecond })
  const begun = performance.now()
  await (await fetch(discord.link(key))).arrayBuffer()
  return performance.now() - begun
}

/**
 * Milliseconds from the first link to the last result. Each owner has an address of their own, and polls once
 * a second.
 */
async function processAll(server: { url: string }, discord: Discord, archive: string): Promise<number> {
  const begun = performance.now()
  await Promise.all(
    Array.from({ length: packages }, async (_, number) => {
      const key = randomKey(7_000_000 + number)
      discord.offer(key, archive, { bytesPerSecond })
      const owner = new Owner(server, key, discord.link(key), {
        'x-forwarded-for': `203.0.113.${number + 1}`,
      })
      // All submit at once; some must wait until others leave the queue.
      while (!(await owner.post()).isAccepted) await Bun.sleep(pollMs)
      for (;;) {
        // A server with a busy database answers without a body. The official client then repeats the request.
        const status = await owner.status().catch(() => null)
        if (status?.processingStep === 'PROCESSED') return
        if (status?.isErrored) throw new Error(`a package failed: ${status.errorDetail}`)
        await Bun.sleep(pollMs)
      }
    }),
  )
  return performance.now() - begun
}
