/** The version, from package.json; the executable carries it. */
import manifest from '../package.json' with { type: 'json' }

export const version: string = manifest.version
