/** Serves the gallery of all figures, with the page's restrictions on scripts, styles and images. */
import { fileURLToPath } from 'node:url'

const entries = [
  new URL('../../../page/figures/gallery/gallery-page.tsx', import.meta.url),
  new URL('../../../page/styles/page.css', import.meta.url),
]
const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Figures</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="page.css"><body></body><script type="module" src="gallery-page.js"></script></html>`
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:"

/** At `origin/?ten-years/dark`, the gallery shows the data `ten-years` in the dark theme. */
export async function startGallerySite(): Promise<{ origin: string; stop(): void }> {
  const { outputs } = await Bun.build({
    entrypoints: entries.map((url) => fileURLToPath(url)),
    target: 'browser',
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  const [script, style] = ['.js', '.css'].map((ending) => outputs.find(({ path }) => path.endsWith(ending))!)
  const headers = (type: string) => ({ 'content-type': type, 'content-security-policy': policy })
  const files: Record<string, () => Response> = {
    '/': () => new Response(page, { headers: headers('text/html') }),
    '/gallery-page.js': () => new Response(script, { headers: headers('text/javascript') }),
    '/page.css': () => new Response(style, { headers: headers('text/css') }),
  }
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: ({ url }) => files[new URL(url).pathname]?.() ?? new Response(null, { status: 404 }),
  })
  return { origin: server.url.origin, stop: () => void server.stop(true) }
}
