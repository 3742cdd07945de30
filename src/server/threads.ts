/** The threads that a server starts. main.ts alone can name their files. */
export interface Threads {
  createAnalysisThread: () => Worker
  createDemoThread: () => Worker
  createHeartbeatThread: () => Worker
}
