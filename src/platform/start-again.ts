/** main.ts imports this before everything else, so that the executable restarts before it loads the rest. */
import { startAgainWithEngineOptions } from './engine-options.ts'

// Only the executable: from source, these words would lack the path of the script.
if (Bun.embeddedFiles.length > 0) startAgainWithEngineOptions([process.argv0, ...process.argv.slice(2)])
