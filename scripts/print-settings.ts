/** Prints the settings as the Markdown table of docs/configuration.md; `bun scripts/print-settings.ts --write` puts it there. */
import { describeOptions } from '../src/config/config.ts'
import { writeTable } from './marked-table.ts'

/** Defaults that depend on the machine: a document says how, not which number came out here. */
const computed: Record<string, string> = { WORKERS: 'half of the cores' }

/** The table, one line per setting, in the order of config.ts; without a newline at the end. */
export function settingsTable(): string {
  const rows = describeOptions().map(
    ({ env, isSecret, default: value, help }) =>
      `| \`${env}\`${isSecret ? ` or \`${env}_FILE\`` : ''} | ${defaultOf(env, value)} | ${help} |`,
  )
  return ['| Setting | Default | What it does |', '|---|---|---|', ...rows].join('\n')
}

function defaultOf(env: string, value: string): string {
  if (computed[env] !== undefined) return computed[env]
  if (value === '') return ''
  return `\`${env.includes('BYTES') ? shortSize(Number(value)) : value}\``
}

/** 8589934592 → 8G, as the setting itself may be written. */
function shortSize(bytes: number): string {
  const power = ['', 'K', 'M', 'G', 'T'].findLastIndex((_, index) => bytes % 1024 ** index === 0)
  return `${bytes / 1024 ** power}${['', 'K', 'M', 'G', 'T'][power]}`
}

if (import.meta.main) {
  if (process.argv.includes('--write')) writeTable('docs/configuration.md', 'settings', settingsTable())
  else process.stdout.write(`${settingsTable()}\n`)
}
