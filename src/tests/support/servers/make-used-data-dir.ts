/** For scripts/test: makes the folder that all its processes copy for `createUsedDataDir`. */
import { makeUsedDataDir } from './used-data-dir.ts'

await makeUsedDataDir(process.argv[2]!)
