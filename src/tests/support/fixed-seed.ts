/** Loaded before all tests (bunfig.toml): generated properties use the seed of the run. */
import fc from 'fast-check'
import { seedOfRun } from './servers/long-run.ts'

fc.configureGlobal({ seed: seedOfRun() })
