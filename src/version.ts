/** The version, from package.json; it is embedded in the executable. */
import manifest from '../package.json' with { type: 'json' }

export const version: string = manifest.version
