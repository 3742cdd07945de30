/** The threads that a server starts. Only main.ts can name their files. */
export interface Threads {
  createAnalysisThread: () => Worker
  createDemoThread: () => Worker
  createHeartbeatThread: () => Worker
}
