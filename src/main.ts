/** The executable: arguments and environment in, exit code out. */
import './platform/start-again.ts'
import { run } from './cli/run.ts'

// Inside the executable every import.meta.url is that of this file, so threads can only be named here.
const thread = (file: string) => () => new Worker(new URL(file, import.meta.url))

// The runtime would send requests over a proxy that the environment names, links with their KEYs among them.
process.env.NO_PROXY = '*'

process.exitCode = await run(process.argv.slice(2), process.env, {
  createAnalysisThread: thread('./analysis-thread.ts'),
  createDemoThread: thread('./demo-thread.ts'),
  createHeartbeatThread: thread('./heartbeat-thread.ts'),
})
// Whatever still holds the event loop (idle connections) must not hold the process.
process.exit()
