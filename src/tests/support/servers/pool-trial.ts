/**
 * The shared parts of the tests of the pool and of its jobs: a database, a source of packages, nodes, and
 * access to the rows.
 */
import { afterAll, afterEach, beforeAll, expect } from 'bun:test'
import { findMany, type PackageState } from '../../../queue/jobs.ts'
import { freshDatabase, type TestDatabase } from './database.ts'
import {
  type NodeOptions,
  type PackageSource,
  startNode,
  startPackageSource,
  type TestNode,
} from './test-node.ts'

export const canaryText = 'canary-text-of-a-package'
export let shared: TestDatabase
export let source: PackageSource
const nodes: TestNode[] = []

/**
 * Sets everything up for one test file. After each test, checks that no node's log contains a KEY, a text,
 * the source's address or a spool path.
 */
export function setUpPool(canaryKey: string): void {
  beforeAll(async () => {
    shared = await freshDatabase()
    source = startPackageSource(canaryKey)
  })
  afterEach(async () => {
    for (const node of nodes.splice(0)) {
      await node.stop()
      const log = node.log.join('\n')
      for (const secret of [canaryKey, canaryText, source.origin, node.spoolDir])
        expect(log).not.toContain(secret)
    }
  })
  afterAll(async () => {
    source.stop()
    await shared.drop()
  })
}

export function start(options?: NodeOptions): TestNode {
  const node = startNode(shared, source, options)
  nodes.push(node)
  return node
}

export async function stateOf(packageId: string): Promise<PackageState | undefined> {
  return (await findMany(shared.database, [packageId]))[0]
}

/** Waits until the condition holds; the test's own time limit ends it otherwise. */
export async function until(isSo: () => unknown): Promise<void> {
  while (!(await isSo())) await Bun.sleep(10)
}

export async function untilStep(packageId: string, step: string): Promise<void> {
  await until(async () => (await stateOf(packageId))?.step === step)
}

export interface Times {
  attempts: number
  isLeased: boolean
  isDelayed: boolean
}

export async function timesOf(packageId: string): Promise<Times> {
  const [row] = await shared.database.sql<Times[]>`
    SELECT attempts, lease_until IS NOT NULL AS "isLeased", coalesce(not_before > now(), false) AS "isDelayed"
    FROM packages WHERE id = ${packageId}`
  return row!
}
