/** The head of a report: the machine, the commit, and whether anything else was running. */
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os'
import type { Program } from './benchmark.ts'
import { root } from './benchmark.ts'

export interface Head {
  machine: string
  commit: string
  program: string
  date: string
  /** The load average of the last minute, before the first measurement. */
  load: number
}

export function describeMachine({ description }: Program): Head {
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`
  const model = cpus()[0]?.model.trim() ?? 'unknown processor'
  const hash = git('rev-parse', '--short', 'HEAD') || 'unknown'
  const isChanged = git('status', '--porcelain', '--untracked-files=no') !== ''
  return {
    machine: `${availableParallelism()} × ${model}, ${memory}, ${process.platform} ${release()}, Bun ${Bun.version}`,
    commit: `${hash}${isChanged ? ' and uncommitted changes' : ''}`,
    program: description,
    date: new Date().toISOString().slice(0, 16).replace('T', ' '),
    load: loadavg()[0] ?? 0,
  }
}

export function headAsMarkdown({ machine, commit, program, date, load }: Head): string {
  return [
    `- machine: ${machine}`,
    `- commit: ${commit}`,
    `- program: ${program}`,
    `- ${date} UTC, load average before the first measurement ${load.toFixed(2)}`,
  ].join('\n')
}

/** Measures for a second how much other processes use the CPU; null if they use less than a tenth of it. */
export async function findOtherWork(): Promise<string | null> {
  const before = processorTimes()
  await Bun.sleep(1000)
  const after = processorTimes()
  const busy = (after.busy - before.busy) / Math.max(1, after.all - before.all)
  if (busy < 0.1) return null
  return `other processes used ${Math.round(busy * 100)} % of the processors: times are too long, and rates too low`
}

function processorTimes(): { busy: number; all: number } {
  const times = cpus().map((processor) => processor.times)
  const idle = times.reduce((sum, time) => sum + time.idle, 0)
  const all = times.reduce((sum, time) => sum + time.user + time.nice + time.sys + time.idle + time.irq, 0)
  return { busy: all - idle, all }
}

function git(...args: string[]): string {
  const { stdout, success } = Bun.spawnSync(['git', '-C', root, ...args], { stderr: 'ignore' })
  return success ? stdout.toString().trim() : ''
}
