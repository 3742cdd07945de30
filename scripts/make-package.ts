/**
 * The generator's command line: writes a synthetic data package of any size, and on request the record of its
 * content.
 */
import { closeSync, openSync, writeSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { packageOptions, sizes } from '../src/synthetic-package/options.ts'
import type { PackageInput, Size } from '../src/synthetic-package/options.ts'
import { languages, quirkNames, quirks } from '../src/synthetic-package/quirks.ts'
import type { Language, QuirkName } from '../src/synthetic-package/quirks.ts'
import { writePackage } from '../src/synthetic-package/write-package.ts'

const help = `Writes a synthetic Discord data package: invented people, realistic in form and size.

  scripts/make-package [--size S|M|L] -o package.zip

  --size S|M|L      S 43 MB inside (default), M 0.72 GB, L 5.7 GB
  --seed N          the same seed and options give the same bytes (default 1)
  --messages N      distinct messages
  --events N        distinct events
  --channels N, --guilds N, --dms N, --group-dms N
  --years N         years from the first to the last record
  --end-date DAY    export day, YYYY-MM-DD
  --language NAME   language of the top folders: ${languages.join(', ')}
  --canary TEXT     text to put into messages, names and the mail address
  --detail          record counts per channel and hour (default for S and M)
  --quirk NAME      an oddity of real packages; may be given several times
  --record FILE     write the generator's record as JSON
  -o, --output FILE the archive
  -h, --help

Quirks:
${quirkNames.map((name) => `  ${name.padEnd(25)} ${quirks[name].help}`).join('\n')}
`

/** A usage error: printed without a stack; exit code 2. */
class UsageError extends Error {}

const numbers = ['seed', 'messages', 'events', 'channels', 'guilds', 'dms', 'group-dms', 'years'] as const

async function run(): Promise<void> {
  const { values } = readArguments()
  if (values.help) return void process.stdout.write(help)
  if (!values.output) throw new UsageError('say where to write the package: -o package.zip')
  const input = packageOptions(packageInputOf(values))
  const file = openSync(values.output, 'w')
  const begun = Date.now()
  let shown = begun
  try {
    const record = await writePackage(
      input,
      (chunk) => void writeSync(file, chunk),
      (bytes) => {
        if (!process.stderr.isTTY || Date.now() - shown < 200) return
        shown = Date.now()
        process.stderr.write(`\r${(bytes / 1e6).toFixed(0)} MB written`)
      },
    )
    if (values.record) await Bun.write(values.record, `${JSON.stringify(record, null, 1)}\n`)
    const { entries, bytes, inflatedBytes } = record.archive
    const seconds = ((Date.now() - begun) / 1000).toFixed(1)
    const size = `${(bytes / 1e6).toFixed(1)} MB, ${(inflatedBytes / 1e6).toFixed(1)} MB inside, ${entries} entries`
    process.stderr.write(`${process.stderr.isTTY ? '\r' : ''}${values.output}: ${size}, ${seconds} s\n`)
  } finally {
    closeSync(file)
  }
}

function readArguments() {
  const text = { type: 'string' } as const
  try {
    return parseArgs({
      options: {
        size: text,
        seed: text,
        messages: text,
        events: text,
        channels: text,
        guilds: text,
        dms: text,
        'group-dms': text,
        years: text,
        'end-date': text,
        language: text,
        canary: text,
        record: text,
        quirk: { type: 'string', multiple: true },
        detail: { type: 'boolean' },
        output: { type: 'string', short: 'o' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

function packageInputOf(values: ReturnType<typeof readArguments>['values']): PackageInput {
  const size = values.size ?? 'S'
  if (!(size in sizes)) throw new UsageError(`--size must be one of ${Object.keys(sizes).join(', ')}`)
  const input: Record<string, unknown> = { ...sizes[size as Size] }
  for (const name of numbers) {
    const given = values[name]
    if (given === undefined) continue
    if (!/^\d+(\.\d+)?$/.test(given)) throw new UsageError(`--${name} must be a number`)
    input[name === 'group-dms' ? 'groupDms' : name] = Number(given)
  }
  const unknown = values.quirk?.find((name) => !quirkNames.includes(name as QuirkName))
  if (unknown !== undefined) throw new UsageError(`there is no quirk ${unknown}; see --help`)
  if (values.language !== undefined && !languages.includes(values.language as Language)) {
    throw new UsageError(`--language must be one of ${languages.join(', ')}`)
  }
  return {
    ...input,
    ...(values['end-date'] !== undefined && { endDate: values['end-date'] }),
    ...(values.language !== undefined && { language: values.language as Language }),
    ...(values.canary !== undefined && { canary: values.canary }),
    ...(values.detail && { detail: true }),
    quirks: Object.fromEntries((values.quirk ?? []).map((name) => [name, true])),
  }
}

try {
  await run()
} catch (error) {
  const isUsage = error instanceof UsageError || error instanceof RangeError
  process.stderr.write(`make-package: ${(error as Error).message}\n`)
  process.exitCode = isUsage ? 2 : 1
}
