/**
 * A bucket for tests: a real server that checks signatures and stores objects as files, behind a proxy that
 * can simulate failures.
 */
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from '@20minutes/s3rver'
import accounts from '@20minutes/s3rver/lib/models/account.js'

export interface BucketRequest {
  method: string
  /** Including the query. */
  path: string
  /** Names in lower case. */
  headers: Record<string, string>
  body: Uint8Array
}

export interface BucketAnswer {
  status: number
  headers: Record<string, string>
  body: Uint8Array
}

/** How the proxy handles a request instead of forwarding it; `forward` sends a request to the bucket. */
export type Fault = (
  socket: Socket,
  request: BucketRequest,
  forward: (request: BucketRequest) => Promise<BucketAnswer>,
) => unknown

export interface BucketServer {
  /** The settings with which a server uses the bucket through the proxy. */
  environment: Record<string, string>
  /** All requests so far, in order: `METHOD path`, without queries. */
  requests: string[]
  /** Sets the fault of all later requests; null: they are forwarded. */
  setFault(fault: Fault | null): void
  /** Names of the objects, like `folder/id`. */
  objects(): string[]
  /** Changes the stored bytes of an object. */
  damage(name: string, change: (bytes: Buffer) => Uint8Array): void
  bytesOf(name: string): Buffer
  /** Stores a copy of an object under another name. */
  copy(from: string, to: string): void
  /** Removes an object from the storage, without a request. */
  remove(name: string): void
  /** Sets the time of an object's last change to this many hours ago. */
  age(name: string, hours: number): void
  stop(): Promise<void>
}

const bucketName = 'results'
export const accessKeyId = 'canary-access-key-id'
export const secretAccessKey = 'canary-secret-access-key-0123456789'

const fileEnd = '._S3rver_object'
const corsRules = `<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule></CORSConfiguration>`

export async function startBucketServer(): Promise<BucketServer> {
  const directory = mkdtempSync(join(tmpdir(), 'dumpus-bucket-'))
  accounts.DUMMY_ACCOUNT.createKeyPair(accessKeyId, secretAccessKey)
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: bucketName, configs: [corsRules] }],
  })
  const { port } = await server.run()
  const requests: string[] = []
  let fault: Fault | null = null
  const forward = (request: BucketRequest) => passOn(port, request)
  const proxy = await startProxy(async (socket, request) => {
    requests.push(`${request.method} ${request.path.split('?', 1)[0]}`)
    if (fault) return fault(socket, request, forward)
    send(socket, await forward(request))
  })
  const home = join(directory, bucketName)
  const fileOf = (name: string) => join(home, name + fileEnd)
  return {
    environment: {
      S3_ENDPOINT: proxy.origin,
      S3_BUCKET: bucketName,
      S3_ACCESS_KEY_ID: accessKeyId,
      S3_SECRET_ACCESS_KEY: secretAccessKey,
    },
    requests,
    setFault: (wanted) => void (fault = wanted),
    objects: () =>
      readdirSync(home, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith(fileEnd))
        .map((file) => file.slice(0, -fileEnd.length))
        .sort(),
    damage: (name, change) => writeFileSync(fileOf(name), change(readFileSync(fileOf(name)))),
    bytesOf: (name) => readFileSync(fileOf(name)),
    copy(from, to) {
      for (const file of ['', '.md5']) copyFileSync(fileOf(from) + file, fileOf(to) + file)
    },
    remove: (name) => unlinkSync(fileOf(name)),
    age(name, hours) {
      const time = Date.now() / 1000 - hours * 3600
      utimesSync(fileOf(name), time, time)
    },
    async stop() {
      proxy.stop()
      await server.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** Writes an answer; `length` is its Content-Length, which may be wrong. */
export function send(socket: Socket, { status, headers, body }: BucketAnswer, length = body.length): void {
  const lines = Object.entries({ ...headers, 'content-length': String(length), connection: 'close' })
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  socket.write(`HTTP/1.1 ${status} Status\r\n${head}\r\n`)
  socket.end(body)
}

async function passOn(port: number, { method, path, headers, body }: BucketRequest): Promise<BucketAnswer> {
  const { connection: _, 'content-length': __, ...rest } = headers
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    // Keeps the original Host header, because it is part of the signature.
    headers: rest,
    ...(method === 'PUT' && { body: body as Uint8Array<ArrayBuffer> }),
    redirect: 'manual',
    decompress: false,
  })
  const { 'content-length': ___, 'transfer-encoding': ____, ...given } = Object.fromEntries(response.headers)
  return { status: response.status, headers: given, body: new Uint8Array(await response.arrayBuffer()) }
}

/** Handles one request per connection, and reads it completely before passing it on. */
async function startProxy(handle: (socket: Socket, request: BucketRequest) => unknown) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    const chunks: Buffer[] = []
    let isHandled = false
    socket.on('data', (chunk) => {
      chunks.push(chunk as Buffer)
      if (isHandled) return
      const request = wholeRequest(Buffer.concat(chunks))
      if (!request) return
      isHandled = true
      void Promise.resolve(handle(socket, request)).catch(() => socket.destroy())
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

function wholeRequest(bytes: Buffer): BucketRequest | null {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return null
  const [first, ...lines] = bytes.toString('latin1', 0, end).split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => [line.split(':', 1)[0]!.toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )
  const body = bytes.subarray(end + 4)
  if (body.length < Number(headers['content-length'] ?? 0)) return null
  const [method, path] = first!.split(' ') as [string, string]
  return { method, path, headers, body }
}
