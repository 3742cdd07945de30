/**
 * In the long form of the tests, the page's analysis in Firefox and WebKit produces the same rows as a
 * server, with one worker and with two. Only the words in scripts without spaces may differ, because each
 * browser splits them with its own dictionary.
 */
import { Database } from 'bun:sqlite'
import { expect, setDefaultTimeout, test } from 'bun:test'
import { pageFiles } from '../../../build/page/files.js'
import { isSpaceless } from '../../analysis/statistics/spaceless-words.ts'
import { serveView } from '../../http/view-server.ts'
import { dayOf } from '../../instant.ts'
import { type PackageInput, sizes } from '../../synthetic-package/options.ts'
import { quirkNames } from '../../synthetic-package/quirks.ts'
import { packageBytes } from '../../synthetic-package/write-package.ts'
import { type OtherBrowser, otherBrowsers } from '../support/browser/other-browsers.ts'
import { packageId, sqliteOf } from '../support/judges/engine-run.ts'
import { isLongRun } from '../support/servers/long-run.ts'

setDefaultTimeout(3_600_000)

const worker = pageFiles.find(({ name }) => name.startsWith('analysis-worker-'))!.name

/** The result that the browser makes of an archive. The server serves the archive in place of a result. */
async function madeIn(browser: OtherBrowser, archive: Uint8Array, isShared: boolean): Promise<Uint8Array> {
  const server = serveView(archive)
  try {
    const { origin, searchParams } = new URL(server.address)
    await browser.open(`${origin}/`)
    const hex = await browser.evaluate<string>(`(async () => {
      const file = new File([await (await fetch('view/${searchParams.get('view')}')).blob()], 'package.zip')
      const worker = new Worker('page/${worker}', { type: 'module' })
      const sqlite = await new Promise((resolve, reject) => {
        worker.onerror = (event) => reject(new Error(event.message))
        worker.onmessage = ({ data }) => {
          if (data.kind === 'failure') reject(new Error(data.detail))
          if (data.kind === 'result') resolve(data.sqlite)
        }
        const dropped = { kind: 'zip', name: file.name, file }
        worker.postMessage({ dropped, packageId: '${packageId}', isShared: ${isShared} })
      })
      worker.terminate()
      return Array.from(sqlite, (byte) => byte.toString(16).padStart(2, '0')).join('')
    })()`)
    return Uint8Array.fromHex(hex)
  } finally {
    await server.stop()
  }
}

/** The rows that do not depend on a browser's dictionary. */
function comparable(name: string, rows: unknown[][]): unknown[][] {
  return name === 'words' ? rows.filter(([word]) => !isSpaceless(word as string)) : rows
}

/** The tables and views whose comparable rows differ; empty if the bytes are equal. */
function differencesOf(one: Uint8Array, other: Uint8Array): string[] {
  if (Buffer.compare(one, other) === 0) return []
  using left = Database.deserialize(one, true)
  using right = Database.deserialize(other, true)
  const names = left.query(`SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')`).values().flat()
  return (names as string[]).filter((name) => {
    const [here, there] = [left, right].map((database) =>
      comparable(name, database.query(`SELECT * FROM "${name}"`).values()),
    )
    return !Bun.deepEquals(here, there)
  })
}

const oddities = quirkNames.filter((_, index) => index % 8 === 0)
const packages: Record<string, PackageInput> = {
  S: { ...sizes.S, seed: 11 },
  M: { ...sizes.M, seed: 13 },
  ...Object.fromEntries(
    oddities.map((name) => [name, { seed: 5, messages: 150, events: 600, quirks: { [name]: true } }]),
  ),
}

// Only the long form has these tests, because scripts/setup installs the browsers only for it.
if (isLongRun) {
  test.each(Object.entries(otherBrowsers))(
    '%s gives the same rows',
    async (name, { packages: debian, start }) => {
      if (!start) throw new Error(`${name} is not installed: apt-get install ${debian}`)
      const browser = await start()
      try {
        for (const [what, input] of Object.entries(packages)) {
          const { archive } = await packageBytes(input)
          const sqlite = await sqliteOf(archive, { today: dayOf(Date.now()) })
          for (const isShared of [true, false]) {
            const made = await madeIn(browser, archive, isShared)
            expect([what, isShared, differencesOf(sqlite, made)]).toEqual([what, isShared, []])
          }
        }
      } finally {
        await browser.close()
      }
    },
  )
}
