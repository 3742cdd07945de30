/**
 * A process that runs the command in its arguments and prints its resource usage as JSON. It is a separate
 * process, because on Linux the peak memory of a child includes that of its parent at the start, so the
 * parent must be small.
 */
import type { Used } from './measure-command.ts'

const begun = performance.now()
const child = Bun.spawn(process.argv.slice(2), { stdin: 'ignore', stdout: 'ignore', stderr: 'pipe' })
const [errors, exitCode] = await Promise.all([new Response(child.stderr).text(), child.exited])
const wall = performance.now() - begun
const usage = child.resourceUsage()!
const used: Used = { wall, cpu: Number(usage.cpuTime.total) / 1000, peak: usage.maxRSS, exitCode }
console.log(JSON.stringify({ ...used, errors: errors.slice(-2000) }))
