import { describe, expect, test } from 'bun:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { pageFiles } from '../../../build/page/files.js'
import { pageRoutes } from './page.ts'

/** Requests a path from its route, without a server. */
async function ask(path: string, headers: Record<string, string> = {}): Promise<Response> {
  const route = pageRoutes().find(([, own]) => own === path)!
  const request = new Request(`http://localhost${path}`, { headers })
  return route[2].handle({ request, params: {}, address: '' } as never, {} as never)
}

const script = pageFiles.find(({ name }) => /^main-.*\.js$/.test(name))!

describe('the page', () => {
  test('/ serves HTML only to clients that accept it; API clients still get a 404', async () => {
    const page = await ask('/', { accept: 'text/html,application/xhtml+xml' })
    expect(page.status).toBe(200)
    expect(page.headers.get('content-type')).toStartWith('text/html')
    expect(page.headers.get('vary')).toContain('Accept')
    for (const accept of ['application/json', '*/*']) {
      const answer = await ask('/', { accept })
      expect(answer.status).toBe(404)
      expect(await answer.json()).toEqual({ error: 'not_found' })
    }
  })

  test('it names no other host, and no absolute path', async () => {
    const html = await (await ask('/', { accept: 'text/html' })).text()
    const addresses = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address!)
    expect(addresses.length).toBeGreaterThan(3)
    for (const address of addresses) expect(address).toMatch(/^page\/[\w.-]+$/)
    for (const address of addresses) expect(pageFiles.map(({ name }) => `page/${name}`)).toContain(address)
  })

  test('the files before the first paint are small: screens, the analysis and SQLite are loaded on demand', async () => {
    const html = await (await ask('/', { accept: 'text/html' })).text()
    const first = pageFiles.filter(({ name }) => name === 'index.html' || html.includes(name))
    const bytes = await Promise.all(first.map(({ br }) => Bun.file(br).bytes()))
    expect(bytes.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(50_000)
  })

  test('the policy allows this server only, and no inline code', async () => {
    const policy = (await ask('/', { accept: 'text/html' })).headers.get('content-security-policy')!
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe-inline')
    expect(policy.replaceAll("'wasm-unsafe-eval'", '')).not.toContain('unsafe')
    expect(policy).not.toContain('http')
  })

  test('every encoding of a file has the same content', async () => {
    const path = `/page/${script.name}`
    const plain = await (await ask(path)).bytes()
    const brotli = await ask(path, { 'accept-encoding': 'gzip, deflate, br' })
    expect(brotli.headers.get('content-encoding')).toBe('br')
    expect(brotliDecompressSync(await brotli.bytes()).equals(plain)).toBeTrue()
    const gzip = await ask(path, { 'accept-encoding': 'gzip;q=1.0, br;q=0' })
    expect(gzip.headers.get('content-encoding')).toBe('gzip')
    expect(gunzipSync(await gzip.bytes()).equals(plain)).toBeTrue()
  })

  test('files are cached forever, the page is revalidated, and an ETag avoids a transfer', async () => {
    expect((await ask(`/page/${script.name}`)).headers.get('cache-control')).toContain('immutable')
    const page = await ask('/', { accept: 'text/html' })
    expect(page.headers.get('cache-control')).toBe('no-cache')
    const again = await ask('/', { accept: 'text/html', 'if-none-match': page.headers.get('etag')! })
    expect(again.status).toBe(304)
    expect(await again.text()).toBe('')
  })

  test('the files before the first paint are at most 100 KB compressed', async () => {
    const html = await (await ask('/', { accept: 'text/html' })).text()
    const first = [...html.matchAll(/(?:src|href)="page\/([^"]*)"/g)].map(([, name]) => name!)
    const sizes = await Promise.all(
      first.map(async (name) => (await ask(`/page/${name}`, { 'accept-encoding': 'gzip' })).bytes()),
    )
    expect(sizes.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(100_000)
  })

  test('all files for looking at a result, with all languages, are at most 0.7 MB compressed', async () => {
    // The analysis (its workers, and what only they import) is loaded only when a package is analyzed.
    const looked = new Set<string>()
    const follow = async (name: string) => {
      if (looked.has(name)) return
      looked.add(name)
      const { plain } = pageFiles.find((file) => file.name === name)!
      if (!name.endsWith('.js')) return
      const imported = (await Bun.file(plain).text()).matchAll(/["'`]\.\/([\w-]+\.js)["'`]/g)
      for (const [, other] of imported) await follow(other!)
    }
    const begun = /^(main|first|page|icon|database-worker|sqlite3)-/
    for (const { name } of pageFiles) if (begun.test(name)) await follow(name)
    expect(looked.size).toBeGreaterThan(10)
    const sizes = await Promise.all(
      [...looked].map(async (name) => (await ask(`/page/${name}`, { 'accept-encoding': 'gzip' })).bytes()),
    )
    expect(sizes.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(700_000)
  })
})
