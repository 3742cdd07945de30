/**
 * The command `move-results`: moves the stored results from the database to the bucket or back, while servers
 * are running.
 */
import { type Config, ConfigError } from '../config/config.ts'
import { countElsewhere, moveResults, type Place } from '../results/move.ts'
import { sweepObjects } from '../results/sweep.ts'
import { StorageError } from '../results/store.ts'
import { type Command, UsageError } from './command.ts'
import { withDatabase } from './database.ts'
import { createLineProgress } from './line-progress.ts'
import { openBucket } from '../results/open-storage.ts'

export const moveResultsCommand: Command = {
  usage: [
    [
      'move-results --to s3',
      'Move the stored results from the database to the bucket. Each is verified before and after.',
    ],
    ['move-results --to postgres', 'Move them back to the database.'],
  ],
  options: {
    to: { type: 'string', form: '--to STORE', help: 'Where to move them: s3 or postgres.' },
  },
  examples: [['dumpus-server move-results --to s3', 'Can be interrupted and run again.']],
  run: ({ options }, config) => move(config, placeOf(options.to)),
}

/**
 * Returns exit code 0 if every result was moved, and 1 if damaged or new ones are left or the bucket failed.
 */
async function move(config: Config, to: Place): Promise<number> {
  return withDatabase(config, async (database) => {
    const bucket = await openBucket(config, database)
    if (!bucket)
      throw new ConfigError('move-results needs the settings of the bucket: S3_ENDPOINT and the others')
    const total = await countElsewhere(database, to)
    const show = createLineProgress()
    try {
      const { moved, damaged } = await moveResults(database, bucket, to, (sofar) =>
        show(() => `${sofar.moved} of ${total}`),
      )
      // Possibly no running server has the bucket's settings any more, so this command sweeps.
      if (to === 'postgres') await sweepObjects(database, bucket)
      const left = await countElsewhere(database, to)
      process.stdout.write(`moved ${moved}, damaged ${damaged}, left ${left}\n`)
      if (left > damaged) process.stderr.write(leftBehind[to])
      return left === 0 ? 0 : 1
    } catch (error) {
      if (!(error instanceof StorageError)) throw error
      process.stderr.write(`The bucket failed (${error.code}). What was moved stays moved. Run this again.\n`)
      return 1
    }
  })
}

const leftBehind: Record<Place, string> = {
  s3: 'Servers still write new results into the database: give them the settings of the bucket, then run this again.\n',
  postgres:
    'Servers still write new results into the bucket: give them RESULT_STORAGE=postgres, then run this again.\n',
}

function placeOf(given: string | boolean | undefined): Place {
  if (given === 's3' || given === 'postgres') return given
  throw new UsageError('move-results needs --to s3 or --to postgres')
}
