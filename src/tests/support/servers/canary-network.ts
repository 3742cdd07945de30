/**
 * Follows hostile links while canaries listen on those forbidden addresses that a network namespace can own.
 * A test must start this script in such a namespace (`unshare -n -m -r`). With the argument `plain`, it runs
 * anywhere, with a canary on loopback only. It prints one line of JSON per link: the outcome, and the
 * canaries that were contacted.
 */
import { createSocket } from 'node:dgram'
import { rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '../../../config/config.ts'
import { download } from '../../../data-package/fetch/download.ts'
import { parseLink } from '../../../data-package/fetch/link.ts'
import { PackageError } from '../../../errors.ts'
import {
  hostileTargets,
  publicAddress,
  resolvedNames,
  ownAddresses,
  unknownTargets,
} from '../hostile/hostile-links.ts'
import { headOf, startRawServer } from '../fakes/raw-server.ts'

export interface CanaryReport {
  link: string
  /** `complete`, or the detail of the failure; empty for the check of the detector. */
  detail: string
  /** `address:port` of each contacted canary. */
  reached: string[]
}

const isPlain = process.argv[2] === 'plain'
const key = `u001.${'x'.repeat(600)}`
const limits = {
  ...loadConfig({}),
  downloadTriesMax: 1,
  downloadHeadersSeconds: 5,
  downloadPauseMs: 1,
}

if (import.meta.main) {
  if (!isPlain) setUpNetwork()
  const reached: string[] = []
  const ports = isPlain ? [0] : [80, 443, 8080, 8443]
  const canaries = await Promise.all(ports.map((port) => startCanary(port, reached)))
  const redirector = await startRawServer((socket, { path }) => {
    const location = decodeURIComponent(path.split('to=')[1]!)
    socket.end(headOf(302, { location, 'content-length': 0 }))
  })
  const follow = async (link: string) => {
    const detail = await detailOf(link, redirector.origin)
    console.log(JSON.stringify({ link, detail, reached: reached.splice(0) } satisfies CanaryReport))
  }
  const port = canaries.at(-1)!
  const names = [...unknownTargets, ...Object.keys(resolvedNames).map((name) => `https://${name}/`)]
  const targets = [...hostileTargets(port), ...(isPlain ? [] : names)]
  for (const target of targets) {
    await follow(`${target}ls/click?upn=${key}`)
    await follow(`${redirector.origin}/ls/click?upn=k&to=${encodeURIComponent(target)}`)
  }
  // Checks the detector: a contacted canary reports the contact.
  await fetch(`http://127.0.0.1:${isPlain ? port : 80}/`).catch(() => {})
  console.log(
    JSON.stringify({ link: 'control', detail: '', reached: reached.splice(0) } satisfies CanaryReport),
  )
  process.exit(0)
}

async function detailOf(link: string, ownOrigin: string): Promise<string> {
  const sink = { write: () => {}, reset: () => {} }
  const signal = new AbortController().signal
  try {
    const allowedOrigins = [ownOrigin, ...limits.allowedOrigins]
    const parsed = parseLink(link, allowedOrigins)
    await download(parsed.link, { allowedOrigins, limits, sink, signal })
    return 'complete'
  } catch (error) {
    return error instanceof PackageError ? error.detail : String(error)
  }
}

/** Records each connection with the address that it was made to. Returns the port. */
function startCanary(port: number, reached: string[]): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer((socket) => {
      reached.push(`${socket.localAddress?.replace('::ffff:', '')}:${socket.localPort}`)
      socket.on('error', () => {})
      socket.end()
    })
    server.listen(port, isPlain ? '127.0.0.1' : '::', () =>
      resolve((server.address() as { port: number }).port),
    )
  })
}

/** Assigns all the addresses to this namespace, and starts its resolver. */
function setUpNetwork(): void {
  const run = (...command: string[]) => {
    const { exitCode, stderr } = Bun.spawnSync(command, { stderr: 'pipe' })
    if (exitCode !== 0) throw new Error(`${command.join(' ')}: ${stderr.toString()}`)
  }
  run('ip', 'link', 'set', 'lo', 'up')
  for (const address of [...ownAddresses, publicAddress]) {
    run('ip', 'addr', 'add', `${address}/${address.includes(':') ? 128 : 32}`, 'dev', 'lo')
  }
  const file = join(tmpdir(), `canary-resolver-${process.pid}`)
  writeFileSync(file, 'nameserver 127.0.0.1\noptions timeout:1 attempts:1\n')
  run('mount', '--bind', file, '/etc/resolv.conf')
  rmSync(file)
  startResolver()
}

/**
 * A resolver that knows a few names. Each query for a name gets the next of its answers, and after these the
 * last one again.
 */
function startResolver(): void {
  const asked = new Map<string, number>()
  const socket = createSocket('udp4')
  socket.on('message', (query, { port, address }) => {
    const labels: string[] = []
    let at = 12
    for (; query[at]! > 0; at += query[at]! + 1)
      labels.push(query.toString('latin1', at + 1, at + 1 + query[at]!))
    const name = labels.join('.').toLowerCase()
    const type = query.readUInt16BE(at + 1)
    const turns = resolvedNames[name] ?? []
    const turn = asked.get(`${name} ${type}`) ?? 0
    asked.set(`${name} ${type}`, turn + 1)
    const addresses = (turns[Math.min(turn, turns.length - 1)] ?? []).filter(
      (one) => one.includes(':') === (type === 28),
    )
    const head = Buffer.from(query.subarray(0, 12))
    head.writeUInt16BE(turns.length > 0 ? 0x8180 : 0x8183, 2)
    head.writeUInt16BE(addresses.length, 6)
    head.writeUInt32BE(0, 8)
    const answers = addresses.map((one) => answerOf(one, type))
    socket.send(Buffer.concat([head, query.subarray(12, at + 5), ...answers]), port, address)
  })
  socket.bind(53, '127.0.0.1')
}

function answerOf(address: string, type: number): Buffer {
  const data = type === 28 ? bytesOf6(address) : Buffer.from(address.split('.').map(Number))
  const head = Buffer.alloc(12)
  head.writeUInt16BE(0xc00c, 0)
  head.writeUInt16BE(type, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt16BE(data.length, 10)
  return Buffer.concat([head, data])
}

function bytesOf6(address: string): Buffer {
  const [left, right = ''] = address.split('::') as [string, string?]
  const groups = (text: string) =>
    text
      .split(':')
      .filter(Boolean)
      .map((group) => parseInt(group, 16))
  const bytes = Buffer.alloc(16)
  for (const [at, group] of groups(left).entries()) bytes.writeUInt16BE(group, at * 2)
  for (const [at, group] of groups(right).toReversed().entries()) bytes.writeUInt16BE(group, 14 - at * 2)
  return bytes
}
