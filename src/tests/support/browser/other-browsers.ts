/**
 * Controls Firefox and WebKit from Debian's packages: firefox-esr through WebDriver BiDi, and WebKitGTK's
 * MiniBrowser through its own WebDriver on an Xvfb display.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface OtherBrowser {
  open(address: string): Promise<void>
  /**
   * The value of an expression in the page, transferred as JSON; a promise is awaited. Throws the page's
   * exception.
   */
  evaluate<T>(expression: string): Promise<T>
  close(): Promise<void>
}

/** Debian's packages for each browser, and the function that starts it; null if they are not installed. */
export const otherBrowsers: Record<
  string,
  { packages: string; start: (() => Promise<OtherBrowser>) | null }
> = {
  Firefox: { packages: 'firefox-esr', start: Bun.which('firefox-esr') ? startFirefox : null },
  WebKit: {
    packages: 'webkit2gtk-driver xvfb',
    start: miniBrowser() && Bun.which('WebKitWebDriver') && Bun.which('Xvfb') ? startWebKit : null,
  },
}

/** Reads the output of a program until it says where it listens; returns the first group of `wanted`. */
async function lineOf(stream: ReadableStream<Uint8Array>, wanted: RegExp): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true })
    const found = wanted.exec(text)?.[1]
    if (found !== undefined) return found
  }
  throw new Error(`the program ended without saying where it listens: ${text}`)
}

/**
 * Wraps an expression for the page: it returns the value as JSON, or an exclamation mark and the error's
 * text.
 */
function wrapped(expression: string): string {
  return `(async () => JSON.stringify((await (${expression})) ?? null))().catch((error) => '!' + error)`
}

function unwrapped<T>(text: string): T {
  if (text.startsWith('!')) throw new Error(text.slice(1))
  return JSON.parse(text) as T
}

interface BidiAnswer {
  id?: number
  result?: { contexts?: { context: string }[]; result?: { value: string } }
  message?: string
}

async function startFirefox(): Promise<OtherBrowser> {
  const profile = mkdtempSync(join(tmpdir(), 'dumpus-firefox-'))
  const child = Bun.spawn(
    ['firefox-esr', '--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0'],
    { env: { PATH: process.env.PATH, HOME: profile }, stdin: 'ignore', stdout: 'ignore', stderr: 'pipe' },
  )
  const address = await lineOf(child.stderr, /WebDriver BiDi listening on (ws:\S+)\s/)
  const socket = new WebSocket(`${address}/session`)
  const waiting = new Map<number, PromiseWithResolvers<NonNullable<BidiAnswer['result']>>>()
  let nextId = 1
  socket.onmessage = ({ data }: MessageEvent<string>) => {
    const { id, result, message } = JSON.parse(data) as BidiAnswer
    if (result) waiting.get(id!)?.resolve(result)
    else waiting.get(id ?? 0)?.reject(new Error(message))
  }
  await new Promise((resolve, reject) => Object.assign(socket, { onopen: resolve, onerror: reject }))
  const call = (method: string, params: object) => {
    const answer = Promise.withResolvers<NonNullable<BidiAnswer['result']>>()
    waiting.set(nextId, answer)
    socket.send(JSON.stringify({ id: nextId++, method, params }))
    return answer.promise
  }
  await call('session.new', { capabilities: {} })
  const { contexts } = await call('browsingContext.getTree', {})
  const { context } = contexts![0]!
  return {
    open: async (url) => void (await call('browsingContext.navigate', { context, url, wait: 'complete' })),
    async evaluate<T>(expression: string) {
      const options = { target: { context }, awaitPromise: true }
      const { result } = await call('script.evaluate', { ...options, expression: wrapped(expression) })
      return unwrapped<T>(result!.value)
    },
    async close() {
      socket.close()
      child.kill('SIGKILL')
      await child.exited
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function miniBrowser(): string | undefined {
  const libraries = '/usr/lib/x86_64-linux-gnu'
  const folders = existsSync(libraries) ? readdirSync(libraries) : []
  return folders
    .filter((name) => name.startsWith('webkit2gtk-'))
    .map((name) => join(libraries, name, 'MiniBrowser'))
    .find((path) => existsSync(path))
}

async function startWebKit(): Promise<OtherBrowser> {
  const home = mkdtempSync(join(tmpdir(), 'dumpus-webkit-'))
  const screen = Bun.spawn(['Xvfb', '-displayfd', '1', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
    ...{ stdin: 'ignore', stdout: 'pipe', stderr: 'ignore' },
  })
  const display = await lineOf(screen.stdout, /^(\d+)\n/)
  const port = freePort()
  const driver = Bun.spawn(['WebKitWebDriver', `--port=${port}`, '--host=127.0.0.1'], {
    env: { PATH: process.env.PATH, HOME: home, DISPLAY: `:${display}`, WEBKIT_DISABLE_COMPOSITING_MODE: '1' },
    ...{ stdin: 'ignore', stdout: 'ignore', stderr: 'ignore' },
  })
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    })
    const { value } = (await response.json()) as { value: { message?: string } | null }
    if (!response.ok) throw new Error(value?.message ?? `the driver answered ${response.status}`)
    return value
  }
  await answers(() => call('GET', '/status'))
  const options = { 'webkitgtk:browserOptions': { binary: miniBrowser(), args: ['--automation'] } }
  const { sessionId } = (await call('POST', '/session', { capabilities: { alwaysMatch: options } })) as {
    sessionId: string
  }
  const session = `/session/${sessionId}`
  await call('POST', `${session}/timeouts`, { script: 3_600_000 })
  return {
    open: async (url) => void (await call('POST', `${session}/url`, { url })),
    async evaluate<T>(expression: string) {
      const script = `const done = arguments[0]; ${wrapped(expression)}.then(done)`
      return unwrapped<T>((await call('POST', `${session}/execute/async`, { script, args: [] })) as string)
    },
    async close() {
      await call('DELETE', session).catch(() => {})
      driver.kill('SIGKILL')
      screen.kill('SIGTERM')
      await Promise.all([driver.exited, screen.exited])
      rmSync(home, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function freePort(): number {
  const server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response() })
  const { port } = server
  void server.stop(true)
  return port!
}

/** Waits until the driver answers; fails after half a minute. */
async function answers(ask: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await ask()
      return
    } catch (error) {
      if (tries === 300) throw error
      await Bun.sleep(100)
    }
  }
}
