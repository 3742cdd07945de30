/** Settings of the server as a whole: where it listens, and where its data is. */
import { option, secretOption } from './option.ts'
import { integer, oneOf, postgresUrl, proxies, publicUrl, text } from './setting-types.ts'

export const serverOptions = {
  port: option('PORT', 5000, integer(0, 65_535), 'TCP port to listen on; 0 chooses a free one'),
  host: option('HOST', '0.0.0.0', text, 'Address to listen on'),
  dataDir: option(
    'DATA_DIR',
    './data',
    text,
    'Folder for the embedded database and encrypted temporary files',
  ),
  databaseUrl: secretOption<string | null>(
    'DATABASE_URL',
    null,
    postgresUrl,
    'Address of a PostgreSQL 14 or newer; unset: the embedded PostgreSQL',
    ['POSTGRES_URL'],
  ),
  publicUrl: option<string | null>(
    'PUBLIC_URL',
    null,
    publicUrl,
    'Address under which browsers reach this server; unset: taken from each request',
  ),
  trustProxy: option<number | readonly string[]>(
    'TRUST_PROXY',
    0,
    proxies,
    'Proxies whose X-Forwarded-For is trusted: how many are in front of the server, or their networks (10.0.0.0/8,fd00::/8)',
  ),
  logLevel: option(
    'LOG_LEVEL',
    'info',
    oneOf('debug', 'info', 'warn', 'error', 'silent'),
    'Least severe level that is logged: debug, info, warn, error or silent',
  ),
}
