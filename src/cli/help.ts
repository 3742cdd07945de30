/** The text of --help. */
import { describeOptions } from '../config/config.ts'
import { commands } from './commands.ts'

/** Commands, options, and every setting with its default. */
export function helpText(): string {
  const all = Object.values(commands)
  const usage = all.flatMap((command) =>
    command.usage.map(([form, help]): Row => [`dumpus-server ${form}`, help]),
  )
  // Commands share options of one form: `--json` of all admin commands is one.
  const options = [
    ...new Map(
      all.flatMap((command) =>
        Object.values(command.options ?? {}).map(({ form, help }): Row => [form, help]),
      ),
    ),
  ]
  const settings = describeOptions().map(({ env, isSecret, default: value, help }): Row => [
    isSecret ? `${env}[_FILE]` : env,
    value === '' ? help : `${help} (${value})`,
  ])
  return `dumpus-server: statistics of Discord data packages, readable by their owners only

Usage:
${table(usage)}

Options:
${table([...options, ['-h, --help', 'This text.'], ['-v, --version', 'The version.']])}

Exit codes: 0 success · 1 failure, "CODE: sentence (detail)" on standard error · 2 wrong usage or settings

Settings (environment variables, all optional; sizes like 512K, 64M, 2G; of a secret, NAME_FILE may name a file that has it):
${table(settings)}
`
}

type Row = [name: string, help: string]

function table(rows: Row[]): string {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, help]) => `  ${name.padEnd(width)}  ${help}`).join('\n')
}
