/**
 * Measures what the largest requests cost the main thread of a server, as ratios to an ordinary request of
 * the same route: one sender must not be able to keep it busy with few requests.
 */
import { readFileSync } from 'node:fs'
import { freshDatabase } from '../../src/tests/support/servers/database.ts'
import { type LargeRequest, largestRequests } from '../../src/tests/support/hostile/largest-requests.ts'
import { createDataDir, removeDataDir } from '../../src/tests/support/servers/server-process.ts'
import type { Benchmark } from './benchmark.ts'
import { type MeasuredServer, startMeasuredServer } from './measured-server.ts'
import { median } from './middle.ts'
import type { Findings } from './report.ts'

const origin = 'https://files.example.org'
/** Number of requests that are sent at once. */
const requestsPerRound = 20
const rounds = 3
/** Settings that keep the rate limits from refusing measured requests. */
const noLimits = ['POSTS', 'REQUESTS', 'RESULTS'].flatMap((name) => [
  [`${name}_PER_MINUTE`, '1000000'],
  [`${name}_BURST`, '1000000'],
])

/** An ordinary request of the same route, with which a large request is compared. */
function ordinaryOf({ method, path }: LargeRequest): LargeRequest {
  const id = '0'.repeat(32)
  const authorization = `Bearer ${'k'.repeat(500)}`
  if (method === 'POST')
    return { name: 'POST /process', method, path, body: '{"package_link":"https://example.org/"}' }
  if (path.startsWith('/process/'))
    return {
      name: 'GET /process/:id/status',
      method,
      path: `/process/${id}/status`,
      headers: { authorization },
    }
  if (path.startsWith('/objects/'))
    return {
      name: 'GET /objects/:id',
      method,
      path: `/objects/${id}?expires=99999999999&signature=${'s'.repeat(43)}`,
    }
  if (path === '/' || path.startsWith('/?')) return { name: 'GET /', method, path: '/' }
  return { name: 'GET of no route', method, path: '/nothing' }
}

interface Kind {
  kind: string
  route: string
  ordinary: number
  worst: number
  material: string
}

export async function measureRequests({ program, say }: Benchmark): Promise<Findings> {
  const database = await freshDatabase()
  const dataDir = createDataDir()
  const server = await startMeasuredServer(program, {
    ...{ DATA_DIR: dataDir, DATABASE_URL: database.url, DL_ZIP_WHITELISTED_DOMAINS: origin },
    ...{ TRUST_PROXY: '10.0.0.0/8,127.0.0.0/8', ...Object.fromEntries(noLimits) },
  })
  try {
    const requests = largestRequests(origin)
    const kinds = Map.groupBy(requests, ({ name }) => name.slice(name.indexOf(' in ') + 4))
    for (const request of requests) await costOf(server, request, 1)
    const found: Kind[] = []
    for (const [kind, largest] of kinds) {
      say(`requests: ${kind}`)
      const ordinary = ordinaryOf(largest[0]!)
      const costs = [await costOf(server, ordinary, rounds)]
      let worst = { cost: 0, material: '' }
      for (const request of largest) {
        const cost = await costOf(server, request, rounds)
        if (cost > worst.cost) worst = { cost, material: request.name.slice(0, request.name.indexOf(' in ')) }
      }
      costs.push(await costOf(server, ordinary, rounds))
      found.push({
        kind,
        route: ordinary.name,
        ordinary: median(costs),
        worst: worst.cost,
        material: worst.material,
      })
    }
    return findingsOf(found)
  } finally {
    await server.stop()
    removeDataDir(dataDir)
    await database.drop()
  }
}

function findingsOf(kinds: Kind[]): Findings {
  const ratioOf = ({ ordinary, worst }: Kind) => worst / ordinary
  return {
    rows: [
      {
        what: 'the largest requests, against an ordinary one of the same route',
        ...{ value: Math.max(...kinds.map(ratioOf)), unit: 'ratio', must: 20, aim: 5 },
      },
    ],
    tables: [
      {
        title: 'CPU time of the main thread for one request',
        columns: ['what is largest', 'route', 'ordinary', 'largest', 'made of', 'ratio'],
        lines: kinds.map((kind) => [
          ...[kind.kind, kind.route, `${kind.ordinary.toFixed(0)} µs`, `${kind.worst.toFixed(0)} µs`],
          ...[kind.material, `${ratioOf(kind).toFixed(1)} ×`],
        ]),
      },
    ],
  }
}

/** Microseconds of the main thread for one request, the median of the rounds. */
async function costOf(
  server: MeasuredServer,
  { method, path, headers, body }: LargeRequest,
  times: number,
): Promise<number> {
  const costs: number[] = []
  for (let round = 0; round < times; round++) {
    const begun = mainThreadNanoseconds(server)
    await Promise.all(
      Array.from({ length: requestsPerRound }, async () => {
        const answer = await fetch(`${server.url}${path}`, { method, headers, body })
        await answer.arrayBuffer()
        if (answer.status >= 500 || answer.status === 431)
          throw new Error(`${answer.status} for ${path.slice(0, 40)}`)
      }),
    )
    costs.push((mainThreadNanoseconds(server) - begun) / requestsPerRound / 1000)
  }
  return median(costs)
}

/** https://www.kernel.org/doc/html/latest/scheduler/sched-stats.html#proc-pid-schedstat */
function mainThreadNanoseconds({ pid }: MeasuredServer): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0])
}
