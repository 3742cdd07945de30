/** Writes log lines to standard output, with a priority if that is systemd's journal. */
import { fstatSync } from 'node:fs'

export type WriteLine = (line: string, level: string) => void

/**
 * Priorities of syslog(3); the journal reads and removes them at the beginning of a line
 * (SyslogLevelPrefix).
 */
const priorities: Record<string, number> = { debug: 7, info: 6, warn: 4, error: 3 }

/**
 * `journalStream`: the value of JOURNAL_STREAM from systemd. It applies only if standard output is still
 * connected to the journal.
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
