/** GET /swagger: the API's documentation, to read and to try, with every byte of it from this program. */
import { swagger } from '@elysiajs/swagger'
import { Elysia } from 'elysia'
import bundlePath from 'swagger-ui-dist/swagger-ui-bundle.js' with { type: 'file' }
import stylePath from 'swagger-ui-dist/swagger-ui.css' with { type: 'file' }
import manifest from '../../../package.json' with { type: 'json' }
import type { Config } from '../../config/config.ts'
import type { Endpoint } from '../endpoint.ts'
import { adminScheme, keyScheme } from './openapi.ts'

const introduction = `
Hand in the link of a Discord data package, wait, and fetch the statistics as a SQLite database.

1. \`POST /process\` with the link. The answer has the package id: the MD5 of the KEY, which is the link's \`upn\`.
2. \`GET /process/{id}/status\` once a second, with \`Authorization: Bearer KEY\`, until \`processingStep\` is PROCESSED.
3. \`GET /process/{id}/data\` gives the gzip of the SQLite file. (\`/blob\` gives it encrypted, as the Dumpus apps want it.)
4. \`DELETE /process/{id}\` when you are done.

The server stores neither the link nor the KEY. Lose the KEY, and the result cannot be read by anyone.`

const groups = [
  'Packages',
  'Results',
  'Demo',
  'Look-ups',
  'Server',
  'Administration',
] as const satisfies Endpoint['group'][]

/** A starting page of ours around Swagger UI's own two files: the plugin's page loads them from a public network. */
const page = (base: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>dumpus-server API</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="${base}ui.css" />
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="${base}ui.js"></script>
    <script src="${base}start.js"></script>
  </body>
</html>
`

/** `validatorUrl`: by default the page sends the document's address to a public checker. */
const startScript = `window.ui = SwaggerUIBundle({
  url: new URL('json', document.currentScript.src).href,
  dom_id: '#swagger-ui',
  validatorUrl: null,
  deepLinking: true,
  tryItOutEnabled: true,
  defaultModelsExpandDepth: -1,
})
`

/**
 * The page, its two assets, and the document at /swagger/json. The document is collected by @elysiajs/swagger from the
 * routes; they bring complete operations (openapi.ts), since the plugin cannot print schemas of typebox 1.x by itself.
 */
export function swaggerPages({ publicUrl, adminToken }: Pick<Config, 'publicUrl' | 'adminToken'>) {
  const hasAdministration = adminToken !== null
  const documentation = {
    openapi: '3.1.0',
    info: {
      title: 'dumpus-server',
      version: manifest.version,
      description: introduction.trim(),
      license: { name: manifest.license, identifier: manifest.license },
    },
    servers: [{ url: publicUrl ?? '/' }],
    tags: groups.filter((name) => name !== 'Administration' || hasAdministration).map((name) => ({ name })),
    components: {
      securitySchemes: {
        [keyScheme]: {
          type: 'http' as const,
          scheme: 'bearer',
          description: 'The KEY: `upn` of the package link.',
        },
        ...(hasAdministration && {
          [adminScheme]: {
            type: 'http' as const,
            scheme: 'bearer',
            description: 'For whoever runs this server: its ADMIN_TOKEN.',
          },
        }),
      },
    },
  }
  const hidden = { detail: { hide: true } }
  const serve = (path: string, type: string) => () =>
    new Response(Bun.file(path), { headers: { 'content-type': type, 'cache-control': 'max-age=3600' } })
  return new Elysia()
    .use(swagger({ path: '/swagger', documentation }))
    .get('/swagger', ({ request }) => pageResponse(request, publicUrl), hidden)
    .get('/swagger/ui.js', serve(bundlePath, 'text/javascript; charset=utf-8'), hidden)
    .get('/swagger/ui.css', serve(stylePath, 'text/css; charset=utf-8'), hidden)
    .get('/swagger/start.js', () => script(startScript), hidden)
}

/** The policy holds the page to its promise: a browser refuses whatever is not from here. */
function pageResponse(request: Request, publicUrl: string | null): Response {
  const isFolder = request.url.split('?', 1)[0]!.endsWith('/')
  const reachable = publicUrl ? `'self' ${new URL(publicUrl).origin}` : "'self'"
  return new Response(page(isFolder ? './' : 'swagger/'), {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'self'; connect-src ${reachable}; img-src 'self' data:; style-src 'self' 'unsafe-inline'`,
    },
  })
}

function script(text: string): Response {
  return new Response(text, { headers: { 'content-type': 'text/javascript; charset=utf-8' } })
}
