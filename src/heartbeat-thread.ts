/**
 * Entry of the heartbeat thread, which renews the leases of this process even while the main thread is busy.
 */
import type { HeartbeatOrder, HeartbeatReport } from './worker/heartbeat-messages.ts'
import { createHeartbeatThread } from './worker/heartbeat-rounds.ts'

declare const self: Worker

const obey = createHeartbeatThread((report: HeartbeatReport) => self.postMessage(report))
self.onmessage = ({ data }: MessageEvent<HeartbeatOrder>) => obey(data)
