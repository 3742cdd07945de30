/** A server process whose memory can be measured. */
import { readFileSync } from 'node:fs'
import { type Program, environmentOf } from './benchmark.ts'

export interface MeasuredServer {
  /** `http://localhost:port`. */
  url: string
  pid: number
  /** Sends SIGTERM; resolves when the server has ended. */
  stop(): Promise<void>
}

/** Bytes of the server's process alone, without its database. */
export interface Memory {
  resident: number
  /** Without the pages of the executable, which the system can reclaim. */
  anonymous: number
  /** The peak so far. */
  peak: number
}

/** Starts a server on a free port and waits until it prints its address. */
export async function startMeasuredServer(
  { command }: Program,
  settings: Record<string, string>,
): Promise<MeasuredServer> {
  const child = Bun.spawn([...command, 'serve'], {
    env: environmentOf({ PORT: '0', LOG_LEVEL: 'error', ...settings }),
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const started = Promise.withResolvers<string>()
  let said = ''
  // The address is a message for people, so it is on standard error. The rest of the output is needed if the
  // server ends unexpectedly.
  void readOutput(child.stderr, (output) => {
    said = output
    const address = /running at (http:\/\/\S+)/.exec(output)?.[1]
    if (address) started.resolve(address)
  })
  void readOutput(child.stdout, () => {})
  void child.exited.then((code) => started.reject(new Error(`the server ended with ${code}:\n${said}`)))
  const stop = async () => {
    child.kill('SIGTERM')
    await child.exited
  }
  return { url: await started.promise, pid: child.pid, stop }
}

export function memoryOf({ pid }: MeasuredServer): Memory {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024
  return { resident: field('VmRSS'), anonymous: field('RssAnon'), peak: field('VmHWM') }
}

async function readOutput(
  stream: ReadableStream<Uint8Array>,
  onOutput: (all: string) => void,
): Promise<void> {
  const decoder = new TextDecoder()
  let output = ''
  for await (const chunk of stream) onOutput((output += decoder.decode(chunk, { stream: true })))
}
