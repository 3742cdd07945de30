/** Where log lines go: standard output, and with a priority when that is the journal of systemd. */
import { fstatSync } from 'node:fs'

export type WriteLine = (line: string, level: string) => void

/**
 * Of syslog(3); the journal reads them from the beginning of a line and takes them off (SyslogLevelPrefix).
 */
const priorities: Record<string, number> = { debug: 7, info: 6, warn: 4, error: 3 }

/**
 * `journalStream`: what systemd set JOURNAL_STREAM to. It names the journal only while standard output is
 * still connected to it.
 */
export function standardOutput(journalStream: string | null): WriteLine {
  const isJournal = journalStream !== null && journalStream === streamOf(1)
  return (line, level) => process.stdout.write(`${isJournal ? `<${priorities[level]}>` : ''}${line}\n`)
}

function streamOf(descriptor: number): string {
  try {
    const { dev, ino } = fstatSync(descriptor)
    return `${dev}:${ino}`
  } catch {
    return ''
  }
}
