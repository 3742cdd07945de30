/**
 * A package always gives the same bytes: in three time zones, and with its lines and entries shuffled.
 */
import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { randomOptions } from '../synthetic-package/options.ts'
import { Random } from '../synthetic-package/random.ts'
import { packageBytes } from '../synthetic-package/write-package.ts'
import { sqliteOf } from '../tests/support/judges/engine-run.ts'
import { zipOf } from '../tests/oracle/sample-package.ts'

const today = '2026-11-24'
const zones = ['Pacific/Kiritimati', 'America/St_Johns', 'Asia/Kathmandu']
const everything = { messages: 400, events: 1500, countedShare: 0.8, commonness: 0 }
const oddities = {
  ...{ mixedTimestamps: true, lines2018: true, leavesWithoutDuration: true, nullTimestamps: true },
  ...{ outOfRangeDates: true, unknownChannels: true, duplicateEvents: true },
}

test('three time zones of the process give the same bytes', async () => {
  const { archive } = await packageBytes({ ...everything, seed: 8, quirks: oddities })
  const folder = mkdtempSync(join(tmpdir(), 'zones-'))
  try {
    const path = join(folder, 'package.zip')
    writeFileSync(path, archive)
    const script = join(import.meta.dir, '../tests/support/judges/print-result.ts')
    const hashes = zones.map((zone) => {
      const { stdout } = Bun.spawnSync([process.execPath, script, path, today], {
        env: { ...process.env, TZ: zone },
      })
      return stdout.toString()
    })
    expect(hashes[0]).toMatch(/^[0-9a-f]+$/)
    expect(new Set(hashes).size).toBe(1)
  } finally {
    rmSync(folder, { recursive: true })
  }
}, 30_000)

test('the order of entries and of lines does not matter', async () => {
  for (let seed = 0; seed < 12; seed++) {
    const options = randomOptions(seed)
    // A byte order mark belongs to the first line, and the part that a truncated file loses depends on the
    // order.
    const quirks = { ...options.quirks, bom: false, cutMessagesFile: false, withoutAccount: false }
    const { archive } = await packageBytes({ ...everything, ...options, events: 400, quirks })
    const random = new Random(seed, 1)
    const files = Object.entries(unzipSync(archive))
    const shuffled = random
      .shuffle([...files])
      .map(([path, content]): [string, Uint8Array] => [path, shuffleLines(path, content, random)])
    const day = options.endDate
    const before = await sqliteOf(zipOf(files, day), { today })
    const after = await sqliteOf(zipOf(shuffled, day), { today })
    expect([seed, Bun.hash(after)]).toEqual([seed, Bun.hash(before)])
  }
}, 60_000)

/** Puts lines of activity and rows of messages.json in another order. */
function shuffleLines(path: string, content: Uint8Array, random: Random): Uint8Array {
  const text = Buffer.from(content).toString('latin1')
  if (/\/events-[^/]*\.json$/.test(path)) {
    return Buffer.from(random.shuffle(text.split('\n')).join('\n'), 'latin1')
  }
  if (/\/messages\.json$/.test(path) && text.startsWith('[\n{') && text.endsWith('}\n]')) {
    const rows = text.slice(2, -2).split(/,\n(?=\{"ID")/)
    return Buffer.from(`[\n${random.shuffle(rows).join(',\n')}\n]`, 'latin1')
  }
  return content
}
