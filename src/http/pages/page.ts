/** GET / for browsers: the page, served entirely from this executable. */
import { type PageFile, pageFiles } from '../../../build/page/files.js'
import type { Route } from '../endpoint.ts'
import { failure } from '../request/answers.ts'
import { staticRoute } from './static-route.ts'

/**
 * Browsers load scripts and styles from this server only, send requests only to it, and run no inline code.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const headers = {
  // Workers use the policy in the response of their own script.
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
}

/**
 * The page at `/` for requests that accept HTML, and its files under `/page/`. All addresses are relative, so
 * the page also works under a path of a proxy. API clients get a 404 at `/`.
 */
export function pageRoutes(): Route[] {
  const index = fileNamed('index.html')
  return [
    staticRoute('/', { type: 'text/html; charset=utf-8', body: (request) => answerRoot(request, index) }),
    ...pageFiles.map((file) =>
      staticRoute(`/page/${file.name}`, {
        type: file.type,
        body: (request) => answerFile(request, file),
        // The names change with every version, and the metrics would keep all of them.
        countedAs: '/page/:file',
      }),
    ),
  ]
}

/** The same responses for a server without routes (view-server.ts). Null for any other address. */
export function answerPage(request: Request, path: string): Response | null {
  if (path === '/') return answerRoot(request, fileNamed('index.html'))
  const file = path.startsWith('/page/') ? fileNamed(path.slice('/page/'.length)) : undefined
  return file ? answerFile(request, file) : null
}

function fileNamed(name: string): PageFile | undefined {
  return pageFiles.find((file) => file.name === name)
}

function answerRoot(request: Request, index: PageFile | undefined): Response {
  const wantsPage = request.headers.get('accept')?.includes('text/html')
  const response = wantsPage && index ? answerFile(request, index) : failure(404, 'not_found')
  response.headers.append('vary', 'Accept')
  return response
}

function answerFile(request: Request, file: PageFile): Response {
  const caching = {
    etag: file.etag,
    vary: 'Accept-Encoding',
    // File names contain a hash, except index.html. Browsers revalidate that file, which has a few hundred
    // bytes, compressed.
    'cache-control': file.name === 'index.html' ? 'no-cache' : 'public, max-age=31536000, immutable',
  }
  if (request.headers.get('if-none-match')?.includes(file.etag)) {
    return new Response(null, { status: 304, headers: caching })
  }
  const encoding = encodingOf(request.headers.get('accept-encoding') ?? '')
  return new Response(Bun.file(file[encoding]), {
    headers: {
      ...headers,
      ...caching,
      'content-type': file.type,
      ...(encoding !== 'plain' && { 'content-encoding': encoding }),
    },
  })
}

/** Brotli if it is accepted, else gzip: browsers accept Brotli only on secure connections. */
function encodingOf(accepted: string): 'br' | 'gzip' | 'plain' {
  const names = accepted
    .split(',')
    .filter((part) => !/;\s{0,9}q=0(\.0{0,3})?\s{0,9}$/.test(part))
    .map((part) => part.split(';')[0]!.trim().toLowerCase())
  if (names.includes('br')) return 'br'
  return names.includes('gzip') ? 'gzip' : 'plain'
}
