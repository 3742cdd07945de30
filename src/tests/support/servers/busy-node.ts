/**
 * A node in its own thread, whose event loop can be blocked. While it is blocked, it runs no timers and reads
 * no sockets, like the main thread of a server that is flooded with requests.
 */
import type { Connection } from '../../../db/connect.ts'
import { startNode, type TestNode } from './test-node.ts'

/** The orders to the node. It confirms `block` before it blocks, and the others when they are done. */
export type BusyOrder =
  | { order: 'start'; connection: Connection; origin: string }
  | { order: 'post'; link: string }
  /** Blocks its event loop for this long. */
  | { order: 'block'; seconds: number }
  | { order: 'stop' }

if (!Bun.isMainThread) {
  let node: TestNode
  addEventListener('message', async ({ data }: MessageEvent<BusyOrder>) => {
    if (data.order === 'start') node = startNode(data, data)
    if (data.order === 'post') await node.post(data.link)
    if (data.order === 'stop') await node.stop()
    postMessage(data.order)
    if (data.order === 'block') Bun.sleepSync(data.seconds * 1000)
  })
}

/** Starts the thread. `tell` sends an order and resolves with its confirmation; the first must be `start`. */
export function createBusyNode(): { tell(order: BusyOrder): Promise<void>; end(): void } {
  const thread = new Worker(new URL(import.meta.url))
  return {
    tell: (order) =>
      new Promise((resolve) => {
        thread.addEventListener('message', () => resolve(), { once: true })
        thread.postMessage(order)
      }),
    end: () => thread.terminate(),
  }
}
