/** The commands `view` and `analyze --open`, as separate processes. */
import { expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Database } from 'bun:sqlite'
import { packageBytes } from '../synthetic-package/write-package.ts'
import { rowsOf } from '../tests/support/judges/engine-run.ts'
import { command } from '../tests/support/servers/server-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'dumpus-view-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const run = (...words: string[]) => Bun.spawn([...command, ...words], { stderr: 'pipe', stdout: 'pipe' })
const view = (path: string) => run('view', path)

function resultFile(): string {
  const database = new Database(':memory:')
  database.run('CREATE TABLE package_data (package_id TEXT)')
  database.run(`INSERT INTO package_data VALUES ('0')`)
  const path = join(folder, 'stats.sqlite')
  writeFileSync(path, database.serialize())
  return path
}

async function addressOf({ stderr }: { stderr: ReadableStream<Uint8Array> }): Promise<string> {
  let text = ''
  for await (const chunk of stderr) {
    text += new TextDecoder().decode(chunk)
    const found = /Open (\S+)/.exec(text)
    if (found) return found[1]!
  }
  throw new Error(text)
}

test('the page and the result are served to this machine, and nothing to other sites; Ctrl-C ends it cleanly', async () => {
  const path = resultFile()
  const process = view(path)
  const address = new URL(await addressOf(process))
  const token = address.searchParams.get('view')!
  expect(address.hostname).toBe('127.0.0.1')
  const page = await fetch(address, { headers: { accept: 'text/html' } })
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  expect(page.headers.get('content-security-policy')).toContain(`default-src 'none'`)
  const result = await fetch(new URL(`view/${token}`, address))
  expect(new Uint8Array(await result.arrayBuffer())).toEqual(
    new Uint8Array(await Bun.file(path).arrayBuffer()),
  )
  expect(result.headers.get('access-control-allow-origin')).toBeNull()
  for (const path of ['view/', 'view/x', `view/${token}x`, '../stats.sqlite', 'process/demo/status']) {
    expect((await fetch(new URL(path, address))).status).toBe(404)
  }
  const rebound = await fetch(new URL(`view/${token}`, address), { headers: { host: 'evil.example' } })
  expect(rebound.status).toBe(403)
  process.kill('SIGINT')
  expect(await process.exited).toBe(0)
})

test('analyze --open serves the result of a package, and Ctrl-C ends it cleanly', async () => {
  const { archive } = await packageBytes({ seed: 3, messages: 50, events: 50 })
  const zip = join(folder, 'package.zip')
  writeFileSync(zip, archive)
  const process = run('analyze', zip, '--open')
  const address = new URL(await addressOf(process))
  const result = await fetch(new URL(`view/${address.searchParams.get('view')!}`, address))
  const rows = rowsOf(new Uint8Array(await result.arrayBuffer()), 'SELECT package_id FROM package_data')
  expect(rows).toEqual([{ package_id: '0'.repeat(32) }])
  process.kill('SIGINT')
  expect(await process.exited).toBe(0)
  expect(await new Response(process.stdout).text()).toBe('')
})

test('an empty folder is not a package', async () => {
  const empty = join(folder, 'empty')
  mkdirSync(empty)
  const process = run('analyze', empty, '--open')
  expect(await process.exited).toBe(2)
  expect(await new Response(process.stderr).text()).toContain(`cannot read ${empty}: the folder has no files`)
})

test.each([
  ['missing.sqlite', null, 'there is no such file'],
  ['text.sqlite', 'not a database', 'it is not a result of analyze'],
  ['empty.sqlite', '', 'it is not a result of analyze'],
])('%s is refused in a sentence', async (name, content, sentence) => {
  const path = join(folder, name)
  if (content !== null) writeFileSync(path, content)
  const process = view(path)
  expect(await process.exited).toBe(2)
  expect(await new Response(process.stderr).text()).toContain(sentence)
})
