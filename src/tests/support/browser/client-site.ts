/** Serves the client's page from another origin than the server's, in place of the app's own host. */
import { fileURLToPath } from 'node:url'

const page = `<!doctype html><meta charset="utf-8"><title>client</title><link rel="icon" href="data:,">
<script type="module" src="client-page.js"></script>`

/** Serves the page at `origin`, with the client bundled for browsers. */
export async function startClientSite(): Promise<{ origin: string; stop(): void }> {
  const entry = fileURLToPath(new URL('./client-page.ts', import.meta.url))
  const { outputs } = await Bun.build({ entrypoints: [entry], target: 'browser' })
  const wasm = fileURLToPath(import.meta.resolve('sql.js/dist/sql-wasm-browser.wasm'))
  const files: Record<string, () => Response> = {
    '/': () => new Response(page, { headers: { 'content-type': 'text/html' } }),
    '/client-page.js': () => new Response(outputs[0], { headers: { 'content-type': 'text/javascript' } }),
    '/sql-wasm.wasm': () => new Response(Bun.file(wasm), { headers: { 'content-type': 'application/wasm' } }),
  }
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: ({ url }) => files[new URL(url).pathname]?.() ?? new Response(null, { status: 404 }),
  })
  return { origin: server.url.origin, stop: () => void server.stop(true) }
}
