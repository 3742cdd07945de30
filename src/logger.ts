/** Structured log lines on standard output. Nothing that reaches it can be a link, a key, or text of a package. */
import { createHash } from 'node:crypto'

const levels = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type Level = (typeof levels)[number]

/** Values a log line may carry. Errors go through `safeError`, package ids through `tagOf`. */
export type Fields = Record<string, string | number | boolean | null | undefined>

export interface Logger {
  debug(event: string, fields?: Fields): void
  info(event: string, fields?: Fields): void
  warn(event: string, fields?: Fields): void
  error(event: string, fields?: Fields): void
}

/** A logger that writes one JSON object per line: `{time, level, event, …fields}`. */
export function createLogger(level: string, write: (line: string) => void = writeToStdout): Logger {
  const lowest = levels.indexOf(level as Level)
  const at = (name: Level) => (event: string, fields?: Fields) => {
    if (levels.indexOf(name) < lowest) return
    write(JSON.stringify({ time: new Date().toISOString(), level: name, event, ...fields }))
  }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

/** A short one-way tag of a package id: enough to follow one package through a log, not enough to look it up. */
export function tagOf(packageId: string): string {
  return createHash('sha256').update(`log:${packageId}`).digest('hex').slice(0, 8)
}

/**
 * What a log may say of an error: its class, its code, and the frames of its stack. Never its message or its other
 * properties: fetch puts the whole URL into `path`, PostgreSQL quotes parameters, JSON.parse quotes its input.
 */
export function safeError(thrown: unknown): Fields {
  if (!(thrown instanceof Error)) return { error: typeof thrown }
  const { code } = thrown as { code?: unknown }
  const frames = thrown.stack?.split('\n').filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))
  return {
    error: thrown.name,
    ...(typeof code === 'string' && /^[A-Za-z0-9_]{1,40}$/.test(code) && { errorCode: code }),
    ...(frames?.length && {
      at: frames
        .slice(0, 4)
        .map((line) => line.trim())
        .join(' < '),
    }),
    ...(thrown.cause !== undefined && { cause: JSON.stringify(safeError(thrown.cause)) }),
  }
}

function writeToStdout(line: string): void {
  process.stdout.write(`${line}\n`)
}
