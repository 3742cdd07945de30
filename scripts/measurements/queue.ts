/**
 * Measures a queue of packages of many people, each downloaded over a slow connection. The total time is
 * compared with the time for the downloads alone or for the analyses alone, whichever is longer. It also
 * measures how long a small package at the end of the queue waits for the large ones.
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
/** Number of packages that are analyzed one by one to measure a single analysis, after one to warm up. */
const timedAlone = 3
/** Intervals between polls. A result is noticed at most this late, which is negligible in the figures. */
const pollMs = { long: 250, short: 50 }

export async function measureQueue(benchmark: Benchmark): Promise<Findings> {
  const size: Size = benchmark.sizes.includes('M') ? 'M' : benchmark.sizes[0]!
  const archive = await packageOf(size, benchmark)
  const small = await packageOf('S', benchmark)
  const discord = await startFakeDiscord()
  const dataDir = createDataDir()
  const server = await startMeasuredServer(benchmark.program, {
    ...{ DATA_DIR: dataDir, ...linkSettings(discord), TRUST_PROXY: '1' },
    ...{ DOWNLOADS: String(slots), WORKERS: String(workers) },
  })
  try {
    benchmark.say(
      `queue: one ${size} at 20 Mbit/s, then one to warm up and ${timedAlone} to measure, without a limit`,
    )
    const download = await timeDownload(discord, archive)
    let alone = 0
    for (let number = 0; number <= timedAlone; number++) {
      const milliseconds = await processPackage(server, discord, archive, 5_000_000 + number)
      if (number > 0) alone += milliseconds / timedAlone
    }
    benchmark.say(`queue: ${packages} of size ${size}, ${slots} at a time, and one S behind them`)
    const { total, last } = await processAll(server, discord, archive, small)
    const network = Math.ceil(packages / slots) * download
    const analysis = (packages / workers) * alone
    const time = (milliseconds: number) => formatValue(milliseconds, 'milliseconds')
    return {
      rows: [
        {
          what: `${packages} of ${size} at 20 Mbit/s each: total time, divided by that of the downloads or of the analyses, whichever is longer`,
          ...{ value: total / Math.max(network, analysis), unit: 'ratio', must: 1.2 },
        },
      ],
      tables: [
        {
          title: `A queue of ${packages}: ${slots} downloads, ${workers} worker; each package from a different address`,
          columns: [
            'one download',
            `all downloads, ${slots} at a time`,
            'one analysis alone, no limit',
            'analysis',
            'the queue',
            'one after the other',
            'the S behind them',
          ],
          lines: [
            [download, network, alone, analysis, total, packages * (download + alone), last].map((value) =>
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
 * Milliseconds from the first link to the last result, and from the link to the result of a small package
 * that is posted when all others are in the queue. Each owner has a separate address.
 */
async function processAll(
  server: { url: string },
  discord: Discord,
  archive: string,
  small: string,
): Promise<{ total: number; last: number }> {
  const begun = performance.now()
  const owners = Array.from({ length: packages }, (_, number) => ownerOf(server, discord, archive, number))
  await Promise.all(owners.map((owner) => post(owner, pollMs.long)))
  const lastBegun = performance.now()
  const [last] = await Promise.all([
    (async () => {
      const owner = ownerOf(server, discord, small, packages)
      await post(owner, pollMs.short)
      await untilProcessed(owner, pollMs.short)
      return performance.now() - lastBegun
    })(),
    ...owners.map((owner) => untilProcessed(owner, pollMs.long)),
  ])
  return { total: performance.now() - begun, last }
}

function ownerOf(server: { url: string }, discord: Discord, archive: string, number: number): Owner {
  const key = randomKey(7_000_000 + number)
  discord.offer(key, archive, { bytesPerSecond })
  return new Owner(server, key, discord.link(key), { 'x-forwarded-for': `203.0.113.${number + 1}` })
}

/** Posts until the link is accepted. All owners post at once, so some may be refused at first. */
async function post(owner: Owner, everyMs: number): Promise<void> {
  while (!(await owner.post()).isAccepted) await Bun.sleep(everyMs)
}

async function untilProcessed(owner: Owner, everyMs: number): Promise<void> {
  for (;;) {
    // While the database is busy, the answer has no body. Like the official client, this then polls again.
    const status = await owner.status().catch(() => null)
    if (status?.processingStep === 'PROCESSED') return
    if (status?.isErrored) throw new Error(`a package failed: ${status.errorDetail}`)
    await Bun.sleep(everyMs)
  }
}
