/** GET / for browsers: the page, with every byte of it from this program. */
import { type PageFile, pageFiles } from '../../../build/page/files.js'
import type { Route } from '../endpoint.ts'
import { failure } from '../request/answers.ts'
import { staticRoute } from './static-route.ts'

/**
 * Scripts, styles and requests of this server only; a browser refuses whatever else the page would be made to
 * do.
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
  // Workers take the policy of their own script's answer.
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
}

/**
 * The page at `/`, for requests that accept HTML, and its files below `/page/`. Addresses in it are relative,
 * so that it works below a path of a proxy as well. Clients of the API get at `/` what they always got: there
 * is no such route.
 */
export function pageRoutes(): Route[] {
  const index = fileNamed('index.html')
  return [
    staticRoute('/', { type: 'text/html; charset=utf-8', body: (request) => answerRoot(request, index) }),
    ...pageFiles.map((file) =>
      staticRoute(`/page/${file.name}`, { type: file.type, body: (request) => answerFile(request, file) }),
    ),
  ]
}

/** The same answers for a server that has nothing but the page: null for any other address. */
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
    // A name has a hash of its file; the page itself is asked for again each time, and is a few hundred
    // bytes.
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

/** Browsers take Brotli on secure connections only. */
function encodingOf(accepted: string): 'br' | 'gzip' | 'plain' {
  const names = accepted
    .split(',')
    .filter((part) => !/;\s{0,9}q=0(\.0{0,3})?\s{0,9}$/.test(part))
    .map((part) => part.split(';')[0]!.trim().toLowerCase())
  if (names.includes('br')) return 'br'
  return names.includes('gzip') ? 'gzip' : 'plain'
}
