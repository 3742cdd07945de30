/** Structured log lines on standard output. They never contain a link, a KEY, or text from a package. */
import { createHash } from 'node:crypto'
import type { LogEvent } from './log-events.ts'
import { standardOutput, type WriteLine } from './log-output.ts'

const levels = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type Level = (typeof levels)[number]

/** Values of a log line. Errors go through `safeError`, package ids through `tagOf`. */
export type Fields = Record<string, string | number | boolean | null | undefined>

/** Accepts only the events of log-events.ts. A function computes fields only for a line that is written. */
export interface Logger {
  debug(event: LogEvent, fields?: Fields | (() => Fields)): void
  info(event: LogEvent, fields?: Fields | (() => Fields)): void
  warn(event: LogEvent, fields?: Fields): void
  error(event: LogEvent, fields?: Fields): void
}

/**
 * Creates a logger that writes one JSON object per line: `{time, level, event, …fields}`. `note` is called
 * for warnings and errors, even if the level hides them.
 */
export function createLogger(
  level: string,
  write: WriteLine = standardOutput(null),
  note: (level: 'warn' | 'error', event: LogEvent) => void = () => {},
): Logger {
  const lowest = levels.indexOf(level as Level)
  const at = (name: Level) => (event: LogEvent, given?: Fields | (() => Fields)) => {
    if (name === 'warn' || name === 'error') note(name, event)
    if (levels.indexOf(name) < lowest) return
    const fields = typeof given === 'function' ? given() : given
    write(JSON.stringify({ time: new Date().toISOString(), level: name, event, ...fields }), name)
  }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

/**
 * A short one-way tag of a package id. It is enough to follow a package through the log, but does not reveal
 * the id.
 */
export function tagOf(packageId: string): string {
  return createHash('sha256').update(`log:${packageId}`).digest('hex').slice(0, 8)
}

/**
 * A tag of the servers on one database, made from their shared secret. It reveals nothing about the secret.
 */
export function serviceTagOf(secret: Uint8Array): string {
  return tagOf(Buffer.from(secret).toString('hex'))
}

/**
 * The loggable parts of an error: its class, its code, and its stack frames. Its message and other properties
 * are never logged: fetch puts the whole URL into `path`, PostgreSQL quotes parameters, and JSON.parse quotes
 * its input.
 */
export function safeError(thrown: unknown, causesMax = 3): Fields {
  if (!(thrown instanceof Error)) return { error: typeof thrown }
  const { code } = thrown as { code?: unknown }
  const at = framesOf(thrown).join(' < ')
  const hasCause = thrown.cause !== undefined && causesMax > 0
  return {
    error: thrown.name,
    ...(typeof code === 'string' && /^[A-Za-z0-9_]{1,40}$/.test(code) && { errorCode: code }),
    ...(at !== '' && { at }),
    ...(hasCause && { cause: JSON.stringify(safeError(thrown.cause, causesMax - 1)) }),
  }
}

/**
 * The first stack frames as `function (file:line:column)`. In the stack they follow the message, which may
 * itself look like frames.
 */
function framesOf({ stack = '', message }: Error): string[] {
  const end = message === '' ? -1 : stack.lastIndexOf(message)
  return stack
    .slice(end < 0 ? 0 : end + message.length)
    .split('\n')
    .map((line) => /^\s+at (?:async )?([\w$.<> ]{1,60}) \((?:.*\/)?([\w.$-]{1,60}:\d+:\d+)\)$/.exec(line))
    .filter((match) => match !== null)
    .slice(0, 4)
    .map(([, name, place]) => `${name} (${place})`)
}
