/**
 * The thread that runs generated cases for fuzz-run.ts, one after another. Each case has its own random
 * numbers.
 */
import { Random } from '../../../synthetic-package/random.ts'
import { judgeArchive } from '../judges/archive-judge.ts'
import { mutatedArchive } from './archive-mutations.ts'
import { analyze, judgePackage } from '../judges/package-judge.ts'
import { judgeActivityLines, judgeCsv, judgeMessages } from '../judges/text-judges.ts'

/** The kinds of cases. A case returns its outcome, which is counted, or throws. */
const kinds = {
  archive: (random) => judgeArchive(mutatedArchive(random)),
  'archive, analyzed': (random) => analyze(mutatedArchive(random)),
  'activity lines': judgeActivityLines,
  'messages in JSON': judgeMessages,
  'messages in CSV': judgeCsv,
  package: judgePackage,
} satisfies { [kind: string]: (random: Random) => Promise<string | void> }

export type FuzzKind = keyof typeof kinds

export interface FuzzRequest {
  kind: FuzzKind
  seed: number
  cases: number
  /** A shared number: the thread sets it to the number of the current case. */
  current: Int32Array
}

export type FuzzAnswer = { outcomes: { [outcome: string]: number } } | { failure: string }

if (!Bun.isMainThread) {
  addEventListener('message', async ({ data }: MessageEvent<FuzzRequest>) =>
    postMessage(await runCases(data)),
  )
}

async function runCases({ kind, seed, cases, current }: FuzzRequest): Promise<FuzzAnswer> {
  const outcomes: { [outcome: string]: number } = {}
  for (let number = 0; number < cases; number++) {
    Atomics.store(current, 0, number)
    try {
      const outcome = (await kinds[kind](new Random(seed, number))) ?? 'well'
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    } catch (error) {
      return { failure: `case ${number} of seed ${seed}: ${Bun.inspect(error)}` }
    }
  }
  return { outcomes }
}
