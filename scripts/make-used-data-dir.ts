/** For scripts/test: makes the folder that all test processes copy for `createUsedDataDir`. */
import { makeUsedDataDir } from '../src/tests/support/servers/used-data-dir.ts'

await makeUsedDataDir(process.argv[2]!)
