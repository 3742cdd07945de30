/** The text of --help. */
import { describeOptions } from '../config.ts'

/** Commands, examples, and every setting with its default. */
export function helpText(): string {
  const settings = describeOptions()
  const width = Math.max(...settings.map(({ env }) => env.length))
  const rows = settings.map(({ env, default: value, help }) => {
    const suffix = value === '' ? '' : ` (${value})`
    return `  ${env.padEnd(width)}  ${help}${suffix}`
  })
  return `dumpus-server: statistics of Discord data packages, readable by their owners only

Usage:
  dumpus-server [serve]                      Start the server. Without DATABASE_URL it brings its own PostgreSQL.
  dumpus-server analyze ZIP -o OUT.sqlite    Analyse a package on this machine: no server, no database, no network.
  dumpus-server analyze ZIP --report         The same, and tell the numbers: totals, top fives, what is missing.
  dumpus-server migrate                      Bring the database at DATABASE_URL up to date, and nothing else.
  dumpus-server healthcheck                  Ask the server on PORT whether it is well; exit code 0 or 1.

Options:
  -o, --output FILE      Where analyze writes the SQLite database.
  --report               Print a summary of the result; -o may then be left out.
  --format text|json     The form of the summary: for people, or for programs.
  --package-id HEX       The id that analyze notes in it (32 hex digits; zeros when not given).
  -h, --help             This text.
  -v, --version          The version.

Exit codes: 0 success · 1 failure, "CODE: sentence (detail)" on standard error · 2 wrong usage or settings

Settings (environment variables, all optional; sizes like 512K, 64M, 2G):
${rows.join('\n')}
`
}
