/** A finding of the examination: one line, and advice if something is wrong. */

export type Level = 'ok' | 'warn' | 'fail'

export interface Finding {
  /** What was examined, in a word or two. */
  check: string
  /** fail: it does not work, or breaks a promise. warn: it works but should be improved. */
  level: Level
  what: string
  /** What the operator can do. Undefined if the level is ok. */
  advice?: string
}

/** A finding without a fault. */
export function ok(check: string, what: string): Finding {
  return { check, level: 'ok', what }
}

export function warn(check: string, what: string, advice: string): Finding {
  return { check, level: 'warn', what, advice }
}

export function fail(check: string, what: string, advice: string): Finding {
  return { check, level: 'fail', what, advice }
}

/** For example 8589934592 → 8.0 GiB. */
export function size(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)))
  return `${power === 0 ? bytes : (bytes / 1024 ** power).toFixed(1)} ${units[power]}`
}
