/**
 * Prints the settings as the Markdown table of docs/configuration.md. With --write, inserts the table there.
 *
 *     bun scripts/print-settings.ts [--write]
 */
import { describeOptions } from '../src/config/config.ts'
import { writeTable } from './marked-table.ts'

/** The table, one line per setting, in the order of config.ts; without a newline at the end. */
export function settingsTable(): string {
  const rows = describeOptions().map(
    ({ env, isSecret, default: value, help }) =>
      `| \`${env}\`${isSecret ? ` or \`${env}_FILE\`` : ''} | ${defaultOf(value)} | ${help} |`,
  )
  return ['| Setting | Default | What it does |', '|---|---|---|', ...rows].join('\n')
}

function defaultOf(value: string): string {
  return value === '' || value.includes(' ') ? value : `\`${value}\``
}

if (import.meta.main) {
  if (process.argv.includes('--write')) writeTable('docs/configuration.md', 'settings', settingsTable())
  else process.stdout.write(`${settingsTable()}\n`)
}
