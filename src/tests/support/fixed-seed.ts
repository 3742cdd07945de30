/** Loaded before all tests (bunfig.toml): generated properties are those of the run's seed. */
import fc from 'fast-check'
import { seedOfRun } from './servers/long-run.ts'

fc.configureGlobal({ seed: seedOfRun() })
