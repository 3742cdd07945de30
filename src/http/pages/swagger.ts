/** GET /swagger: the interactive API documentation, served entirely from this executable. */
import { Elysia } from 'elysia'
import bundlePath from 'swagger-ui-dist/swagger-ui-bundle.js' with { type: 'file' }
import stylePath from 'swagger-ui-dist/swagger-ui.css' with { type: 'file' }
import manifest from '../../../package.json' with { type: 'json' }
import type { Config } from '../../config/config.ts'
import type { Endpoint, Route } from '../endpoint.ts'
import { operationOf, schemes } from './openapi.ts'
import { staticRoute } from './static-route.ts'

const introduction = `
Submit the link of a Discord data package, wait, and fetch the statistics as a SQLite database.

1. \`POST /process\` with the link. The response contains the package id. It is the MD5 of the KEY, which is the \`upn\` of the link.
2. \`GET /process/{id}/status\` once a second, with \`Authorization: Bearer KEY\`, until \`processingStep\` is PROCESSED or \`isErrored\` is true.
3. \`GET /process/{id}/data\` returns the SQLite file, gzipped. (\`/blob\` returns the address of the encrypted file, which the Dumpus app needs.)
4. \`DELETE /process/{id}\` when you are done.

The server does not store the KEY. If you lose it, nobody can read the result.`

const groups = [
  'Packages',
  'Results',
  'Demo',
  'Lookups',
  'Server',
  'Administration',
] as const satisfies Endpoint['group'][]

/** Our own page for the two files of Swagger UI. The plugin's page would load them from a public CDN. */
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

/**
 * `validatorUrl` is null because Swagger UI would otherwise send the document's address to a public
 * validator.
 */
const startScript = `window.ui = SwaggerUIBundle({
  url: new URL('json', document.currentScript.src).href,
  dom_id: '#swagger-ui',
  validatorUrl: null,
  deepLinking: true,
  tryItOutEnabled: true,
  defaultModelsExpandDepth: -1,
})
`

/** The page, its files, and the OpenAPI document of these routes at /swagger/json. */
export function swaggerRoutes(routes: Route[], config: Settings): Route[] {
  let document: Promise<string> | undefined
  const script = 'text/javascript; charset=utf-8'
  return [
    staticRoute('/swagger', {
      type: 'text/html; charset=utf-8',
      // Addresses are relative to the page, whose own address may end in a slash.
      body: ({ url }) => page(url.split('?', 1)[0]!.endsWith('/') ? './' : 'swagger/'),
      headers: { 'content-security-policy': policyOf(config), 'cache-control': 'no-cache' },
    }),
    staticRoute('/swagger/ui.js', { type: script, body: Bun.file(bundlePath) }),
    staticRoute('/swagger/ui.css', { type: 'text/css; charset=utf-8', body: Bun.file(stylePath) }),
    staticRoute('/swagger/start.js', { type: script, body: startScript }),
    staticRoute('/swagger/json', {
      type: 'application/json',
      body: () => (document ??= documentOf(routes, config)),
      headers: { 'cache-control': 'no-cache' },
    }),
  ]
}

type Settings = Pick<Config, 'publicUrl' | 'adminToken' | 'metricsToken'>

/**
 * The document, written by @elysiajs/swagger in a separate application that serves no requests. Routes have
 * complete operations (openapi.ts), because the plugin cannot describe typebox 1.x schemas.
 */
async function documentOf(routes: Route[], config: Settings): Promise<string> {
  // Imported only here, because the import would take a quarter of the server's loading time, and few people
  // request this document.
  const { swagger } = await import('@elysiajs/swagger')
  const collector = new Elysia().use(swagger({ path: '/swagger', documentation: describe(config) }))
  for (const route of routes) {
    const [method, path, { isHidden }] = route
    if (!isHidden) collector.route(method, path, () => '', { parse: 'none', detail: operationOf(route) })
  }
  return (await collector.handle(new Request('http://localhost/swagger/json'))).text()
}

function describe({ publicUrl, adminToken, metricsToken }: Settings) {
  const bearer = (description: string) => ({ type: 'http' as const, scheme: 'bearer', description })
  return {
    openapi: '3.1.0',
    info: {
      title: 'dumpus-server',
      version: manifest.version,
      description: introduction.trim(),
      license: { name: manifest.license, identifier: manifest.license },
    },
    servers: [{ url: publicUrl ?? '/' }],
    tags: groups.filter((name) => name !== 'Administration' || adminToken !== null).map((name) => ({ name })),
    components: {
      securitySchemes: {
        [schemes.key]: bearer('The KEY, which is the `upn` of the package link.'),
        ...(adminToken !== null && {
          [schemes.admin]: bearer('For the operator of this server: its ADMIN_TOKEN.'),
        }),
        ...(metricsToken !== null && { [schemes.metrics]: bearer('For Prometheus: the METRICS_TOKEN.') }),
      },
    },
  }
}

/** The page's policy: browsers load nothing from other servers. */
function policyOf({ publicUrl }: Settings): string {
  const reachable = publicUrl ? `'self' ${new URL(publicUrl).origin}` : "'self'"
  return `default-src 'self'; connect-src ${reachable}; img-src 'self' data:; style-src 'self' 'unsafe-inline'`
}
