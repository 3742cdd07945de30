/** main.ts imports this before everything else, so that the executable restarts before it loads the rest. */
import { startAgainWithEngineOptions } from './engine-options.ts'

// When run from source, everything is already loaded, and a restart would load it twice.
if (Bun.embeddedFiles.length > 0) startAgainWithEngineOptions([process.argv0, ...process.argv.slice(2)])
