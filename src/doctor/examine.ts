/** The whole examination, in the order in which a person would check. */
import { type Config, ConfigError } from '../config/config.ts'
import { examineDatabase } from './database.ts'
import { examineDisk } from './disk.ts'
import { fail, type Finding, ok } from './finding.ts'
import { examineMachine } from './machine.ts'
import { examineBucket, examineServer } from './neighbours.ts'
import { examinePublicAddress } from './public-address.ts'
import { examineSettings } from './settings.ts'

/**
 * Examines everything. It changes nothing, except that it writes an object to the bucket and removes it.
 * `root` is the folder that contains the machine's /proc and /sys.
 */
export async function examine(config: Config, root: string): Promise<Finding[]> {
  const [{ findings: database, service }, server, bucket] = await Promise.all([
    examineDatabase(config),
    examineServer(config),
    examineBucket(config),
  ])
  return [
    ok('settings', 'well-formed'),
    ...examineSettings(config),
    ...database,
    ...bucket,
    ...examineDisk(config),
    ...examineMachine(config, root),
    server,
    ...(await examinePublicAddress(config, service)),
  ]
}

/** The findings for unusable settings. Nothing else can be examined then. */
export function findingsOf(error: ConfigError): Finding[] {
  return error.message
    .split('\n')
    .map((problem) =>
      fail('settings', problem, 'correct the setting; `dumpus-server help settings` explains all settings'),
    )
}
