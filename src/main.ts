/** The executable: arguments and environment in, exit code out. */
import './platform/start-again.ts'

// Imported after the restart, so that nothing is loaded twice.
const { run } = await import('./cli/run.ts')

// Inside the executable, the entry files of the threads are beside this file.
const thread = (file: string) => () => new Worker(new URL(file, import.meta.url))

// Without this, the runtime would send requests, including links with their KEYs, through a proxy named in
// the environment.
process.env.NO_PROXY = '*'

process.exitCode = await run(process.argv.slice(2), process.env, {
  createAnalysisThread: thread('./analysis-thread.ts'),
  createDemoThread: thread('./demo-thread.ts'),
  createHeartbeatThread: thread('./heartbeat-thread.ts'),
})
// Idle connections that keep the event loop alive must not keep the process alive.
process.exit()
