/**
 * A real PostgreSQL that listens on a port of this machine, with or without TLS; its certificate comes from
 * its own authority.
 */
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from '../../../db/connect.ts'
import { roleName } from '../../../db/embedded/cluster.ts'
import { postgresVersion } from '../../../db/embedded/postgres-files.ts'
import { serviceUserOf } from '../../../db/embedded/service-user.ts'
import { createUsedDataDir } from './used-data-dir.ts'

export interface TlsPostgres {
  port: number
  /**
   * The path of the certificate of the authority that signed the server's certificate, which is for the name
   * localhost.
   */
  authority: string
  /** The path of the certificate of an unrelated authority. */
  otherAuthority: string
  stop(): Promise<void>
}

/** `hba`: lines of pg_hba.conf that say who may connect from 127.0.0.1, and how. */
export async function startTlsPostgres({
  hasTls = true,
  hba = ['host all all 127.0.0.1/32 trust'],
} = {}): Promise<TlsPostgres> {
  const dataDir = await createUsedDataDir()
  const user = serviceUserOf(dataDir)
  const own = (path: string) => user && chownSync(path, user.uid, user.gid)
  const cluster = join(dataDir, 'cluster')
  const { authority, otherAuthority } = makeCertificates(dataDir, cluster)
  for (const name of ['server.crt', 'server.key']) own(join(cluster, name))
  chmodSync(join(cluster, 'server.key'), 0o600)
  writeFileSync(join(cluster, 'pg_hba.conf'), `${['local all all trust', ...hba].join('\n')}\n`)
  const socketDir = join(dataDir, 'socket')
  rmSync(socketDir, { recursive: true, force: true })
  mkdirSync(socketDir, { mode: 0o700 })
  own(socketDir)
  const port = await freePort()
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${socketDir}`,
    `ssl=${hasTls ? 'on' : 'off'}`,
  ]
  const child = Bun.spawn(
    [
      join(dataDir, `postgres-${postgresVersion}`, 'bin/postgres'),
      '-D',
      cluster,
      ...settings.flatMap((one) => ['-c', one]),
    ],
    { ...(user && { uid: user.uid, gid: user.gid }), cwd: '/', stdio: ['ignore', 'ignore', 'ignore'] },
  )
  const stop = async () => {
    child.kill('SIGQUIT')
    await child.exited
    rmSync(dataDir, { recursive: true, force: true })
  }
  for (const end = performance.now() + 60_000; !(await answers(socketDir, port)); await Bun.sleep(20)) {
    if (child.exitCode === null && performance.now() < end) continue
    await stop()
    throw new Error('PostgreSQL did not start')
  }
  return { port, authority, otherAuthority, stop }
}

/** Asks the server, because its socket exists before it accepts connections. */
async function answers(socketDir: string, port: number): Promise<boolean> {
  if (!existsSync(join(socketDir, `.s.PGSQL.${port}`))) return false
  const database = connect({ socketDir, port, user: roleName, database: 'postgres' }, { connectionsMax: 1 })
  try {
    return (await database.sql`SELECT 1`).length === 1
  } catch {
    return false
  } finally {
    await database.close(1)
  }
}

function makeCertificates(folder: string, cluster: string) {
  const authority = join(folder, 'authority.crt')
  const otherAuthority = join(folder, 'other.crt')
  const inFolder = (name: string) => join(folder, name)
  const selfSigned = (name: string) =>
    openssl(
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`],
      ...['-keyout', inFolder(`${name}.key`), '-out', inFolder(`${name}.crt`)],
    )
  selfSigned('authority')
  selfSigned('other')
  writeFileSync(inFolder('names'), 'subjectAltName=DNS:localhost\n')
  openssl(
    ...['req', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost'],
    ...['-keyout', inFolder('server.key'), '-out', inFolder('server.csr')],
  )
  openssl(
    ...['x509', '-req', '-days', '2', '-in', inFolder('server.csr'), '-out', inFolder('server.crt')],
    ...[
      '-CA',
      authority,
      '-CAkey',
      inFolder('authority.key'),
      '-CAcreateserial',
      '-extfile',
      inFolder('names'),
    ],
  )
  for (const name of ['server.crt', 'server.key']) copyFileSync(inFolder(name), join(cluster, name))
  return { authority, otherAuthority }
}

function openssl(...words: string[]): void {
  const { exitCode, stderr } = Bun.spawnSync(['openssl', ...words])
  if (exitCode !== 0) throw new Error(`openssl: ${stderr.toString()}`)
}

async function freePort(): Promise<number> {
  const listener = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } })
  const { port } = listener
  listener.stop(true)
  return port
}
