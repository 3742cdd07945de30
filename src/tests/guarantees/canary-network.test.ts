/**
 * G13: no link leads into the operator's network. Canaries listen on the forbidden addresses that a network
 * namespace can own, or, without namespaces, on loopback only. None may be contacted.
 */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import type { CanaryReport } from '../support/servers/canary-network.ts'
import {
  publicAddress,
  publicNames,
  resolvedNames,
  unknownTargets,
} from '../support/hostile/hostile-links.ts'
import { recordRun } from '../support/servers/long-run.ts'

const script = join(import.meta.dir, '../support/servers/canary-network.ts')
/** A network namespace that owns all addresses and has its own resolver, on platforms that support this. */
const isolated = ['unshare', '--net', '--mount', '--map-root-user']
const canIsolate = Bun.which('ip') !== null && succeeds([...isolated, 'true'])

let reports: CanaryReport[] = []

beforeAll(async () => {
  const command = canIsolate ? [...isolated, process.execPath, script] : [process.execPath, script, 'plain']
  const child = Bun.spawn(command, { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = (await new Response(child.stdout).text()).trim().split('\n')
  expect(await child.exited).toBe(0)
  reports = lines.map((line) => JSON.parse(line) as CanaryReport)
}, 120_000)

afterAll(() => {
  const where = canIsolate ? 'a network namespace' : 'loopback only'
  recordRun('G13', `${reports.length - 1} links, no canary reached (${where})`)
})

const isPublic = ({ link }: CanaryReport) =>
  publicNames.some((name) => link.includes(encodeURIComponent(`https://${name}/`)))

test('a contacted canary reports the contact', () => {
  expect(reports.at(-1)!.reached).toHaveLength(1)
})

test('no link and no redirect reaches a canary', () => {
  const links = reports.slice(0, -1).filter((report) => !isPublic(report))
  expect(links.length).toBeGreaterThan(250)
  expect(links.filter(({ reached }) => reached.length > 0)).toEqual([])
  const refusals = ['link_malformed', 'link_redirects_away']
  const others = links.filter(({ detail }) => !refusals.includes(detail))
  const isUnknown = ({ link }: CanaryReport) =>
    unknownTargets.some((target) => link.includes(encodeURIComponent(target)))
  expect(others.filter((report) => !isUnknown(report))).toEqual([])
  for (const { detail } of others) expect(detail).toBe('download_failed')
})

if (canIsolate) {
  describe('names', () => {
    test('are all tried', () => {
      for (const name of Object.keys(resolvedNames)) {
        expect([name, reports.some(({ link }) => link.includes(name))]).toEqual([name, true])
      }
    })

    test('that are public lead to the checked address only, even if their addresses change', () => {
      const reached = reports.filter(isPublic).map(({ detail, reached }) => ({ detail, reached }))
      // The canary does not speak TLS, so the download fails.
      const there = { detail: 'download_failed', reached: [`${publicAddress}:443`] }
      expect(reached).toEqual([there, there])
    })
  })
}

function succeeds(command: readonly string[]): boolean {
  try {
    return Bun.spawnSync([...command], { stdio: ['ignore', 'ignore', 'ignore'] }).exitCode === 0
  } catch {
    return false
  }
}
