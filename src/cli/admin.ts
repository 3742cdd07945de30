/** The commands `admin …`: the same as the routes under /admin, on the command line. */
import type { Config } from '../config/config.ts'
import type { Database } from '../db/connect.ts'
import { removePackage } from '../packages/remove.ts'
import { retryPackage } from '../packages/retry.ts'
import { upgradePackage } from '../packages/upgrade.ts'
import { countAll, findSummary, listPackages, type Verdict } from '../queue/admin.ts'
import { packageStates } from '../queue/states.ts'
import { formatList, formatPackage, formatStats } from './admin-text.ts'
import { type Command, type Given, jsonOption as json, UsageError } from './command.ts'
import { withDatabase } from './database.ts'

const limitMax = 100_000

/**
 * Commands by name. Each works on DATABASE_URL or on the embedded database, whether or not a server is
 * running.
 */
export const adminCommands: Record<string, Command> = {
  'admin list': {
    usage: [['admin list', 'List packages, newest first.']],
    options: {
      json,
      state: {
        type: 'string',
        form: '--state STATE',
        help: `Only packages in this state: ${packageStates.join(', ')}.`,
      },
      limit: { type: 'string', form: '--limit NUMBER', help: 'At most this many (50).' },
    },
    examples: [
      ['dumpus-server admin list --state errored', 'Failed packages.'],
      ['dumpus-server admin list --limit 1000 --json | jq length', 'For programs.'],
    ],
    run: list,
  },
  'admin show': {
    usage: [['admin show PACKAGE_ID', 'Show one package.']],
    arguments: ['PACKAGE_ID'],
    options: { json },
    run: ({ arguments: [packageId], options }, config) =>
      withDatabase(config, async (database) => {
        const found = await findSummary(database, idOf(packageId!))
        return found ? print(options, found, formatPackage) : complain('there is no such package')
      }),
  },
  'admin upgrade': change({
    name: 'upgrade',
    help: 'Make a waiting package premium, before all standard ones.',
    act: (database, packageId) => upgradePackage(packageId, { database }),
    done: 'upgraded',
    refusal: 'it is not waiting: processed and errored packages cannot be upgraded',
  }),
  'admin retry': change({
    name: 'retry',
    help: 'Put an errored package back into the queue; it waits for its owner.',
    act: (database, packageId) => retryPackage(packageId, { database }),
    done: 'it waits for its owner: only the owner’s next visit brings the KEY that the server needs',
    refusal: 'it is not errored',
  }),
  'admin delete': change({
    name: 'delete',
    help: 'Delete a package and its result.',
    act: async (database, packageId) => ((await removePackage(packageId, { database })) ? 'done' : 'unknown'),
    done: 'deleted',
  }),
  'admin stats': {
    usage: [['admin stats', 'Show totals.']],
    options: { json },
    run: ({ options }, config) =>
      withDatabase(config, async (database) => print(options, await countAll(database), formatStats)),
  },
}

function list({ options }: Given, config: Config): Promise<number> {
  const { state = null, limit: limitText = '50' } = options
  const isKnown = state === null || packageStates.some((name) => name === state)
  if (!isKnown) throw new UsageError(`--state must be one of ${packageStates.join(', ')}`)
  const limit = Number(limitText)
  if (!/^\d+$/.test(String(limitText)) || limit < 1 || limit > limitMax)
    throw new UsageError(`--limit must be a whole number from 1 to ${limitMax}`)
  return withDatabase(config, async (database) => {
    const packages = await listPackages(database, { state: state as (typeof packageStates)[number], limit })
    return print(options, packages, formatList)
  })
}

interface Change {
  name: string
  help: string
  act: (database: Database, packageId: string) => Promise<Verdict>
  /** The messages for success, and for a package whose state does not allow the change. */
  done: string
  refusal?: string
}

/** A command that changes one package. */
function change({ name, help, act, done, refusal = '' }: Change): Command {
  return {
    usage: [[`admin ${name} PACKAGE_ID`, help]],
    arguments: ['PACKAGE_ID'],
    options: { json },
    run: ({ arguments: [packageId], options }, config) =>
      withDatabase(config, async (database) => {
        const verdict = await act(database, idOf(packageId!))
        if (verdict === 'done') return print(options, { packageId, done: name }, () => done)
        return complain(verdict === 'unknown' ? 'there is no such package' : refusal)
      }),
  }
}

function idOf(given: string): string {
  if (!/^[0-9a-f]{32}$/.test(given)) {
    throw new UsageError(
      'PACKAGE_ID must be 32 lower-case hex digits, as `admin list` shows it (and never the KEY)',
    )
  }
  return given
}

function print<T>({ json }: Given['options'], value: T, format: (value: T) => string): number {
  process.stdout.write(`${json ? JSON.stringify(value) : format(value)}\n`)
  return 0
}

function complain(text: string): number {
  process.stderr.write(`${text}\n`)
  return 1
}
