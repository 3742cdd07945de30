/**
 * The threads that a server starts. main.ts names their files, because they are beside it in the executable.
 */
export interface Threads {
  createAnalysisThread: () => Worker
  createDemoThread: () => Worker
  createHeartbeatThread: () => Worker
}
