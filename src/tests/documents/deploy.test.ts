/**
 * The files in deploy/, the image and the workflows agree with the code: settings, ports, folders, times,
 * names, scripts.
 */
import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'bun:test'
import manifest from '../../../package.json' with { type: 'json' }
import { describeOptions, loadConfig } from '../../config/config.ts'

const root = join(import.meta.dir, '../../..')
const textOf = (path: string) => readFileSync(join(root, path), 'utf8')
const defaults = loadConfig({})

interface Service {
  image: string
  environment?: Record<string, string>
  volumes?: string[]
  ports?: string[]
  stop_grace_period?: string
  read_only?: boolean
  ulimits?: { core: number }
  mem_limit?: string
  memswap_limit?: string
  depends_on?: string[] | Record<string, unknown>
}

interface Step {
  run?: string
  uses?: string
  with?: Record<string, unknown>
}

const composeFiles = ['compose.yaml', 'deploy/compose.three-nodes.yaml']
const servicesOf = (path: string) =>
  (Bun.YAML.parse(textOf(path)) as { services: Record<string, Service> }).services
const serversOf = (path: string) =>
  Object.entries(servicesOf(path)).filter(([, { image }]) => image === 'dumpus-server')
const unit = textOf('deploy/dumpus-server.service')
const dockerfile = textOf('Dockerfile')
const proxies = ['deploy/Caddyfile', 'deploy/nginx.conf', 'deploy/apache.conf']

/**
 * The settings that each file gives to the server: in the file's own syntax, or in a proxy's comment about
 * its server.
 */
const settingsIn: Record<string, string[]> = {
  ...Object.fromEntries(
    composeFiles.map((path) => [
      path,
      serversOf(path).flatMap(([, { environment }]) => Object.keys(environment ?? {})),
    ]),
  ),
  'deploy/dumpus-server.service': namesIn(unit, /^Environment=(\w+)=/gm),
  Dockerfile: namesIn(dockerfile, /^ENV (\w+)=/gm),
  ...Object.fromEntries(
    proxies.map((path) => [path, namesIn(/settings: (.*)/.exec(textOf(path))![1]!, /(\w+)=\S+/g)]),
  ),
}

test.each(Object.entries(settingsIn))('%s: all its settings exist', (_, names) => {
  const known = describeOptions().map(({ env }) => env)
  expect(names.length).toBeGreaterThan(0)
  expect(names.filter((name) => !known.includes(name))).toEqual([])
})

test('all ports are the default port', () => {
  expect(namesIn(dockerfile, /^EXPOSE (\d+)/gm)).toEqual([String(defaults.port)])
  expect(serversOf('compose.yaml').flatMap(([, { ports }]) => ports)).toEqual([
    `${defaults.port}:${defaults.port}`,
  ])
  for (const path of proxies) expect(textOf(path)).toContain(`127.0.0.1:${defaults.port}`)
})

test('the balancer knows every node, and starts after all of them', () => {
  const names = serversOf('deploy/compose.three-nodes.yaml').map(([name]) => name)
  expect(names.length).toBe(3)
  const upstreams = /reverse_proxy (.*) \{/.exec(textOf('deploy/Caddyfile.three-nodes'))![1]!
  expect(upstreams.split(' ')).toEqual(names.map((name) => `${name}:${defaults.port}`))
  const { caddy } = servicesOf('deploy/compose.three-nodes.yaml')
  expect(caddy!.depends_on).toEqual(names)
  expect(caddy!.volumes).toContain('./Caddyfile.three-nodes:/etc/caddy/Caddyfile:ro')
})

test.each(composeFiles)('%s: never swaps memory to disk, and leaves enough time for a stop', (path) => {
  for (const [, service] of serversOf(path)) {
    expect(service).toMatchObject({ read_only: true, ulimits: { core: 0 }, cap_drop: ['ALL'] })
    expect(service.memswap_limit).toBe(service.mem_limit!)
    expect(parseInt(service.stop_grace_period!)).toBeGreaterThan(defaults.shutdownSeconds)
    expect(service.volumes!.map((volume) => volume.split(':').at(-1)!)).toContain(
      /^ENV DATA_DIR=(.*)$/m.exec(dockerfile)![1]!,
    )
  }
})

test('the systemd unit never swaps memory to disk, and leaves enough time for a stop', () => {
  const directives = Object.fromEntries(
    [...unit.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name!, value!]),
  )
  expect(directives).toMatchObject({ LimitCORE: '0', MemorySwapMax: '0', NoNewPrivileges: 'yes' })
  expect(Number(directives.TimeoutStopSec)).toBeGreaterThan(defaults.shutdownSeconds)
  expect(directives.Environment).toBe(`DATA_DIR=/var/lib/${directives.StateDirectory}`)
  // The exit code of invalid settings (cli/run.ts). A restart would not help.
  expect(directives).toMatchObject({ Restart: 'on-failure', RestartPreventExitStatus: '2' })
  expect(unit).toContain(`useradd --system`)
  expect(unit).toContain(`nologin ${directives.User}\n`)
})

describe('proxies log no secrets', () => {
  test.each([...proxies, 'deploy/Caddyfile.three-nodes'])('%s', (path) => {
    const text = textOf(path)
    expect(text).not.toMatch(/authorization|request_body|log_credentials/i)
    if (path.includes('apache')) {
      expect(text.match(/CustomLog \/dev\/null common/g)).toHaveLength(2)
      expect(text).toContain('LogLevel crit')
      const [size] = namesIn(text, /LimitRequestBody (\d+)$/gm).map(Number)
      expect(size!).toBeGreaterThanOrEqual(defaults.uploadBytesMax)
    } else if (path.includes('Caddy')) {
      expect(text).toContain('request>uri delete')
      expect(text).toContain('request>headers delete')
    } else {
      expect(text).toMatch(/^ {4}access_log off;$/m)
      expect(text).toMatch(/^ {4}error_log \S+ crit;$/m)
      // The largest allowed body fits into memory.
      const sizes = namesIn(text, /^ {4}client_(?:max_body|body_buffer)_size (\d+)k;$/gm).map(Number)
      expect(sizes[0]! * 1024).toBeGreaterThan(defaults.postBodyBytesMax)
      expect(sizes).toEqual([sizes[0]!, sizes[0]!])
      const [uploads] = namesIn(text, /^ {8}client_max_body_size (\d+)m;$/gm).map(Number)
      expect(uploads! * 1024 ** 2).toBeGreaterThanOrEqual(defaults.uploadBytesMax)
      expect(text).toContain('proxy_request_buffering off;')
      expect(text).toContain('proxy_max_temp_file_size 0;')
      for (const header of ['Host $http_host', 'X-Forwarded-For $proxy_add_x_forwarded_for']) {
        expect(text).toContain(`proxy_set_header ${header};`)
      }
    }
  })
})

test('the image: all files that it copies exist and are not ignored, and its user has a number and a name', () => {
  const ignored = textOf('.dockerignore')
  for (const line of namesIn(dockerfile, /^COPY (?!--from)(.*) \S+$/gm)) {
    for (const path of line.split(' ').filter((name) => name !== '.')) {
      expect(existsSync(join(root, path))).toBeTrue()
      expect(ignored).toContain(`!${path.split('/')[0]}\n`)
    }
  }
  for (const script of namesIn(dockerfile, /(scripts\/[\w-]+)/g)) {
    expect(existsSync(join(root, script.replace('pack-postgres', 'pack-postgres.ts')))).toBeTrue()
  }
  expect(dockerfile).toContain('useradd --uid 10001')
  expect(dockerfile).toContain('--chown=10001:10001')
  expect(dockerfile).toContain('USER dumpus')
})

describe('workflows', () => {
  const workflows = readdirSync(join(root, '.github/workflows'))

  test.each(workflows)('%s: a step is a script, docker, a release, or one of two pinned actions', (name) => {
    const { on, permissions, jobs } = Bun.YAML.parse(textOf(`.github/workflows/${name}`)) as {
      on: object
      permissions: object
      jobs: Record<
        string,
        { 'runs-on': string; 'timeout-minutes': number; permissions: Record<string, string>; steps: Step[] }
      >
    }
    expect(on).toBeObject()
    // Each job gets only the permissions that it needs, and only the release may write.
    expect(permissions).toEqual({})
    for (const { steps, ...job } of Object.values(jobs)) {
      expect(job.permissions).toEqual({ contents: name === 'release.yml' ? 'write' : 'read' })
      expect(job['runs-on']).toBeString()
      expect(job['timeout-minutes']).toBeNumber()
      for (const { uses, run, ...step } of steps) {
        if (uses !== undefined) expect(uses).toMatch(/^actions\/(checkout|setup-node)@[0-9a-f]{40}$/)
        else expect(run).toMatch(/^(scripts\/[\w-]+|docker (compose|build)|gh release create)( |$)/)
        if (uses?.startsWith('actions/checkout')) expect(step.with).toEqual({ 'persist-credentials': false })
        const script = /^scripts\/[\w-]+/.exec(run ?? '')?.[0]
        if (script) accessSync(join(root, script), constants.X_OK)
      }
    }
  })

  test('a release is tested before it is built, and built before it is published', () => {
    const { jobs } = Bun.YAML.parse(textOf('.github/workflows/release.yml')) as {
      jobs: { release: { steps: Step[] } }
    }
    const commands = jobs.release.steps.flatMap(({ run }) => run?.split(' ')[0] ?? [])
    expect(commands).toEqual(['scripts/test', 'scripts/release', 'gh'])
  })
})

test('the installed Bun has the version that package.json names, and so have its types', () => {
  expect(manifest.packageManager).toBe(`bun@${Bun.version}`)
  expect(manifest.devDependencies['bun-types']).toBe(Bun.version)
})

function namesIn(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, name]) => name!)
}
