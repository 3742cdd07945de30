/**
 * A real headless browser, controlled through the DevTools protocol over a pipe. The browser ends when the
 * pipe closes, so it never outlives the tests.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { findBrowser } from './browser-program.ts'
import { chooseFiles, dropFiles, pressKey } from './browser-inputs.ts'

export interface Browser {
  /**
   * Opens a new page at the address and waits for its load event. `before` is a script that runs before each
   * document's own scripts; it can simulate another kind of browser.
   */
  open(address: string, before?: string): Promise<Page>
  /** The id of its first process; pages run in child processes of it. */
  pid: number
  close(): Promise<void>
}

export interface Page {
  /** The value of an expression in the page; a promise is awaited. Throws the page's exception. */
  evaluate<T>(expression: string): Promise<T>
  /**
   * The requests that the page has sent so far, including preflights (OPTIONS), without `data:` addresses.
   */
  requests: PageRequest[]
  /**
   * Errors in the page's console: exceptions, failed or blocked requests, violations of the content security
   * policy.
   */
  complaints: string[]
  /** Reloads the page, like a user who returns. */
  reload(): Promise<void>
  /**
   * Sets the window size in CSS pixels and the system's theme. Also sets the preference for reduced motion,
   * so that pictures of the page are always the same.
   */
  show(width: number, height: number, theme: 'light' | 'dark'): Promise<void>
  /** A PNG of the whole page at its full height. */
  picture(): Promise<Uint8Array>
  /** Chooses files of this machine in a file input; for a folder input, one folder. */
  choose(selector: string, paths: readonly string[]): Promise<void>
  /** Drops files and folders of this machine onto the page, at the point (300, 300). */
  drop(paths: readonly string[]): Promise<void>
  /** Presses a key: `Tab`, `Enter`, `ArrowRight`, `a`. */
  press(key: string): Promise<void>
  /** Calls any method of the DevTools protocol that has no function here. */
  devTools<T>(method: string, parameters?: object): Promise<T>
}

export interface PageRequest {
  method: string
  url: string
}

interface Message {
  id?: number
  sessionId?: string
  method?: string
  params?: unknown
  result?: unknown
  error?: { message: string }
}

/**
 * These flags stop the browser's own requests, and turn off its sandbox, which does not work in most
 * containers. They also ask pages for reduced motion: without a graphics processor, drawing the animation of
 * the first screen takes a whole core.
 */
const flags = [
  ...['--headless=shell', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic'],
  ...['--force-prefers-reduced-motion', '--remote-debugging-pipe'],
]
/**
 * Flags for scripts that run for seconds: without the optimizing compilers and the collector's helper
 * threads, they need half the CPU time. A measured browser and one that runs long analyses keep their
 * defaults.
 */
export const forShortScripts = ['--js-flags=--no-opt --no-maglev --liftoff-only --single-threaded-gc']
/** Only a hanging browser reaches this limit. */
const answerSeconds = 90

/** Starts the browser with an empty profile. `more`: further command line flags. */
export async function startBrowser(more: readonly string[] = []): Promise<Browser> {
  const { path, environment } = await findBrowser()
  const profile = mkdtempSync(join(tmpdir(), 'dumpus-browser-'))
  const child = spawn(path, [...flags, ...more, `--user-data-dir=${profile}`, 'about:blank'], {
    env: { PATH: process.env.PATH, HOME: profile, ...environment },
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  })
  const devTools = new DevTools(child)
  return {
    pid: child.pid!,
    open: (address, before) => openPage(devTools, address, before),
    async close() {
      child.kill('SIGKILL')
      await devTools.ended
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

async function openPage(devTools: DevTools, address: string, before?: string): Promise<Page> {
  const { targetId } = await devTools.call<{ targetId: string }>('Target.createTarget', {
    url: 'about:blank',
  })
  const { sessionId } = await devTools.call<{ sessionId: string }>('Target.attachToTarget', {
    targetId,
    flatten: true,
  })
  const call = <T>(method: string, parameters: object = {}) => devTools.call<T>(method, parameters, sessionId)
  const requests: PageRequest[] = []
  const complaints: string[] = []
  let loaded = Promise.withResolvers<void>()
  devTools.listen(sessionId, {
    'Network.requestWillBeSent': ({ request: { method, url } }: { request: PageRequest }) => {
      if (!url.startsWith('data:')) requests.push({ method, url })
    },
    'Runtime.exceptionThrown': (event: { exceptionDetails: ExceptionDetails }) =>
      void complaints.push(textOf(event.exceptionDetails)),
    'Log.entryAdded': ({ entry }: { entry: { level: string; text: string; url?: string } }) => {
      if (entry.level === 'error') complaints.push(`${entry.text} ${entry.url ?? ''}`)
    },
    'Page.loadEventFired': () => loaded.resolve(),
  })
  for (const domain of ['Network', 'Runtime', 'Log', 'Page']) await call(`${domain}.enable`)
  if (before) await call('Page.addScriptToEvaluateOnNewDocument', { source: before })
  const load = async (method: string, parameters: object) => {
    loaded = Promise.withResolvers()
    const { errorText } = await call<{ errorText?: string }>(method, parameters)
    if (errorText) throw new Error(`${address}: ${errorText}`)
    await loaded.promise
  }
  await load('Page.navigate', { url: address })
  return {
    requests,
    complaints,
    reload: () => load('Page.reload', {}),
    async show(width, height, theme) {
      await call('Emulation.setDeviceMetricsOverride', {
        width,
        height,
        deviceScaleFactor: 1,
        mobile: width < 600,
      })
      await call('Emulation.setEmulatedMedia', {
        features: [
          { name: 'prefers-color-scheme', value: theme },
          { name: 'prefers-reduced-motion', value: 'reduce' },
        ],
      })
    },
    async picture() {
      const options = { format: 'png', captureBeyondViewport: true }
      const { data } = await call<{ data: string }>('Page.captureScreenshot', options)
      return Uint8Array.fromBase64(data)
    },
    devTools: call,
    choose: (selector, paths) => chooseFiles(call, selector, paths),
    drop: (paths) => dropFiles(call, paths),
    press: (key) => pressKey(call, key),
    async evaluate<T>(expression: string) {
      const options = { expression, awaitPromise: true, returnByValue: true }
      const { result, exceptionDetails } = await call<Evaluated>('Runtime.evaluate', options)
      if (exceptionDetails) throw new Error(textOf(exceptionDetails))
      return result.value as T
    },
  }
}

interface Evaluated {
  result: { value?: unknown }
  exceptionDetails?: ExceptionDetails
}

interface ExceptionDetails {
  text: string
  exception?: { description?: string; value?: unknown }
}

function textOf({ text, exception }: ExceptionDetails): string {
  return exception?.description ?? `${text} ${JSON.stringify(exception?.value)}`
}

/**
 * One connection: numbered calls with their answers, and events by page. Messages are JSON, terminated by a
 * zero byte.
 */
class DevTools {
  readonly ended: Promise<void>
  #output: Writable
  #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  #listeners = new Map<string, Record<string, (parameters: never) => void>>()
  #unread = ''
  #nextId = 1

  constructor(child: ChildProcess) {
    this.#output = child.stdio[3] as Writable
    const decoder = new TextDecoder()
    ;(child.stdio[4] as Readable).on('data', (bytes: Uint8Array) =>
      this.#read(decoder.decode(bytes, { stream: true })),
    )
    const { promise, resolve } = Promise.withResolvers<void>()
    this.ended = promise
    child.once('exit', resolve).once('error', resolve)
    void promise.then(() => {
      for (const { reject } of this.#waiting.values()) reject(new Error('the browser has ended'))
    })
  }

  listen(sessionId: string, listeners: Record<string, (parameters: never) => void>): void {
    this.#listeners.set(sessionId, listeners)
  }

  async call<T>(method: string, parameters: object, sessionId?: string): Promise<T> {
    const id = this.#nextId++
    const answer = Promise.withResolvers<unknown>()
    this.#waiting.set(id, answer)
    const timer = setTimeout(
      () => answer.reject(new Error(`the browser has not answered ${method} in ${answerSeconds} s`)),
      answerSeconds * 1000,
    )
    this.#output.write(`${JSON.stringify({ id, method, params: parameters, sessionId })}\0`)
    try {
      return (await answer.promise) as T
    } finally {
      clearTimeout(timer)
      this.#waiting.delete(id)
    }
  }

  #read(text: string): void {
    const messages = (this.#unread + text).split('\0')
    this.#unread = messages.pop()!
    for (const message of messages) this.#handle(JSON.parse(message) as Message)
  }

  #handle({ id, sessionId, method, params, result, error }: Message): void {
    if (id === undefined) this.#listeners.get(sessionId ?? '')?.[method!]?.(params as never)
    else if (error) this.#waiting.get(id)?.reject(new Error(error.message))
    else this.#waiting.get(id)?.resolve(result)
  }
}
