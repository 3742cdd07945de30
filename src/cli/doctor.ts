/** The command `doctor`: examines settings, database, machine and proxy, and gives advice. */
import { type Command, jsonOption } from './command.ts'
import { examine, findingsOf } from '../doctor/examine.ts'
import type { Finding, Level } from '../doctor/finding.ts'

export const doctorCommand: Command = {
  usage: [['doctor', 'Check settings, database, machine and proxy; exit code 1 if a check fails.']],
  options: {
    json: jsonOption,
    root: {
      type: 'string',
      form: '--root DIR',
      help: 'Read /proc and /sys below DIR, where a container has mounted those of its host.',
    },
  },
  examples: [
    ['dumpus-server doctor', 'Run it with the settings of the server, as the server’s user.'],
    ['dumpus-server doctor --json | jq .isWell', 'For programs.'],
  ],
  run: async ({ options }, config) =>
    tell(await examine(config, String(options.root ?? '/')), options.json === true),
  onConfigError: (error, { options }) => tell(findingsOf(error), options.json === true),
}

const marks: Record<Level, string> = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' }

function tell(findings: Finding[], isJson: boolean): number {
  const isWell = findings.every(({ level }) => level !== 'fail')
  process.stdout.write(isJson ? `${JSON.stringify({ isWell, findings })}\n` : formatFindings(findings))
  return isWell ? 0 : 1
}

function formatFindings(findings: Finding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length))
  const lines = findings.flatMap(({ check, level, what, advice }) => [
    `${marks[level]}  ${check.padEnd(width)}  ${what}`,
    ...(advice === undefined ? [] : [`      ${' '.repeat(width)}  → ${advice}`]),
  ])
  const count = (level: Level) => findings.filter((finding) => finding.level === level).length
  const [failures, warnings] = [count('fail'), count('warn')]
  const sum = [
    failures > 0 && `${failures} ${failures === 1 ? 'problem' : 'problems'}`,
    warnings > 0 && `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`,
  ].filter(Boolean)
  return `${lines.join('\n')}\n\n${sum.length === 0 ? 'All is well' : sum.join(', ')}.\n`
}
