/** What main.ts imports before everything else: the executable starts again before it has loaded the rest. */
import { startAgainWithEngineOptions } from './engine-options.ts'

// A program run from its source has loaded all of it by now, and would do so twice.
if (Bun.embeddedFiles.length > 0) startAgainWithEngineOptions([process.argv0, ...process.argv.slice(2)])
