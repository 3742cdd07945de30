/**
 * Unusual packages and results on every screen of the page: with a missing part, of one day, of ten years, of
 * an older schema, of another program.
 */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { Database } from 'bun:sqlite'
import { analyzePackage, sqliteOf } from '../../analysis/analyze.ts'
import { analysisLimitsOf, loadConfig } from '../../config/config.ts'
import { BytesSource } from '../../data-package/archive/byte-source.ts'
import { serveView } from '../../http/view-server.ts'
import { figures } from '../../page/texts/figures/en.ts'
import { screens } from '../../page/texts/screens/en.ts'
import { shell } from '../../page/texts/shell/en.ts'
import type { PackageInput } from '../../synthetic-package/options.ts'
import { packageBytes } from '../../synthetic-package/write-package.ts'
import { oracle } from '../oracle/oracle.ts'
import { writePlainDatabase } from '../oracle/plain-database.ts'
import type { OracleRows } from '../oracle/rows.ts'
import { type Browser, forShortScripts, startBrowser } from '../support/browser/browser.ts'
import { personAt } from '../support/browser/person.ts'

setDefaultTimeout(120_000)

const today = '2026-11-24'
const packageId = '0'.repeat(32)
const limits = analysisLimitsOf(loadConfig({}))
let browser: Browser

beforeAll(async () => {
  browser = await startBrowser(forShortScripts)
})
afterAll(() => browser?.close())

async function archiveOf(input: PackageInput): Promise<Uint8Array> {
  return (await packageBytes({ seed: 41, messages: 300, events: 1500, ...input })).archive
}

async function resultOf(input: PackageInput): Promise<Uint8Array> {
  const options = { packageId, today, limits }
  return sqliteOf(await analyzePackage(new BytesSource(await archiveOf(input)), options), options)
}

/** A result of another program: it has the eight tables of the contract and nothing else. */
async function contractResult(input: PackageInput): Promise<Uint8Array> {
  return writePlainDatabase(oracle(await archiveOf(input), { packageId, today }) as OracleRows)
}

/** A result of an older version that lacks these tables. */
async function olderResult(tables: readonly string[]): Promise<Uint8Array> {
  const database = Database.deserialize(await resultOf({}))
  for (const table of tables) {
    const row = database.query('SELECT type FROM sqlite_schema WHERE name = ?').get(table) as { type: string }
    database.run(`DROP ${row.type} ${table}`)
  }
  return database.serialize()
}

/** Kinds of results, and a text that a screen must show for each. */
const kinds: Record<string, { make(): Promise<Uint8Array>; screen: string; text: string }> = {
  'without activity': {
    make: () => resultOf({ quirks: { withoutActivity: true } }),
    screen: '#/',
    text: screens.overview.noActivity,
  },
  'without messages': {
    make: () => resultOf({ messages: 0, quirks: { withoutMessages: true } }),
    screen: '#/people',
    text: shell.noMessages,
  },
  'without messages, but with calls': {
    make: () => resultOf({ messages: 0, events: 9000, habits: true, quirks: { withoutMessages: true } }),
    screen: '#/voice',
    text: figures.everyCall.title,
  },
  'without activity: calls are unknown, not missing': {
    make: () => resultOf({ quirks: { withoutActivity: true } }),
    screen: '#/people',
    text: figures.frame.noActivity,
  },
  'without any message, event or payment': {
    make: () => resultOf({ messages: 0, events: 0, payments: 0 }),
    screen: '#/voice',
    text: screens.overview.noActivity,
  },
  'of a single day': { make: () => resultOf({ years: 1 / 365.25 }), screen: '#/', text: 'on May' },
  'of ten years': { make: () => resultOf({ years: 10 }), screen: '#/time', text: figures.calendar.title },
  'of an older schema': {
    make: () =>
      olderResult(['words', 'tracking_gaps', 'coverage', 'games', 'relationships', 'server_timeline']),
    screen: '#/words',
    text: figures.frame.olderVersion,
  },
  'of another program': {
    make: () => contractResult({}),
    screen: '#/missing',
    text: figures.frame.olderVersion,
  },
}

test.each(Object.entries(kinds))('a result %s: every screen works', async (_, { make, screen, text }) => {
  const server = serveView(await make())
  try {
    const page = await browser.open(server.address)
    const person = personAt(page)
    await page.show(390, 844, 'light')
    await person.until(`document.querySelector('.bar')`)
    const addresses = await page.evaluate<string[]>(
      `[...new Set([...document.querySelectorAll('.bar a')].map((one) => one.getAttribute('href').split('?')[0]))]`,
    )
    for (const address of addresses) {
      await person.goTo(address)
      const shown = await person.text()
      expect([address, shown.includes(shell.screenFailed), /\bNaN\b|undefined|Infinity/.test(shown)]).toEqual(
        [address, false, false],
      )
      expect([address, await page.evaluate(`document.querySelectorAll('.figure-failed').length`)]).toEqual([
        address,
        0,
      ])
      expect([address, await person.overflow()]).toEqual([address, 0])
      expect([address, await person.violations()]).toEqual([address, []])
    }
    await person.goTo(screen)
    await person.sees(text)
    expect(page.complaints).toEqual([])
  } finally {
    await server.stop()
  }
})
