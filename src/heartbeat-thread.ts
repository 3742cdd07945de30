/**
 * The heartbeat thread's entry: it renews the leases of this process, whatever keeps the main thread busy.
 */
import type { HeartbeatOrder, HeartbeatReport } from './worker/heartbeat-messages.ts'
import { createHeartbeatThread } from './worker/heartbeat-rounds.ts'

declare const self: Worker

const obey = createHeartbeatThread((report: HeartbeatReport) => self.postMessage(report))
self.onmessage = ({ data }: MessageEvent<HeartbeatOrder>) => obey(data)
