/**
 * Makes fast-check generate its values from the seed of the run. Bun loads it before all tests (bunfig.toml).
 */
import fc from 'fast-check'
import { seedOfRun } from './servers/long-run.ts'

fc.configureGlobal({ seed: seedOfRun() })
