/** An opened result. What every screen needs is read at once; the rest is read when a screen asks for it. */
import { type Database, openDatabase } from './database.ts'
import { eventHoursSql, messageHoursSql } from './hour-questions.ts'
import { type Answer, askQuestion, type Question } from './question.ts'
import { callsQuestion } from './questions/calls.ts'
import { channelsQuestion } from './questions/channels.ts'
import { type PackageFacts, ownerQuestion } from './questions/owner.ts'
import { peopleQuestion, type PersonRow } from './questions/people.ts'
import { placesQuestion, type PlaceRow } from './questions/places.ts'
import type { Call, Channel, Cube } from './types.ts'

/** What every screen needs. It is saved beside a result, because reading it takes seconds for a large one. */
export interface Core {
  owner: PackageFacts
  cube: Cube
  people: readonly PersonRow[]
  places: readonly PlaceRow[]
  channels: readonly Channel[]
  calls: Answer<Call>
}

export interface Result extends Core {
  /** The SQLite file itself, for saving. */
  bytes: Uint8Array
  /** The answer to a question. It is computed once and cached. Never rejects. */
  ask<T>(question: Question<T>): Promise<Answer<T>>
  /** The answer if it has already been computed and can be shown at once, or null. */
  known<T>(question: Question<T>): Answer<T> | null
  /** All events except messages. The `channels` of this cube are names of events. */
  events(): Promise<Cube>
  /** The open file, for statements that are not questions. Rejects if it cannot be opened. */
  database(): Promise<Database>
  /** Terminates the worker; the result cannot be queried any more. */
  close(): void
}

/**
 * Opens the bytes of a SQLite file. If a saved core is given, SQLite starts only when something else is
 * queried. Rejects if the file is not a result.
 */
export async function openResult(bytes: Uint8Array, kept: Core | null = null): Promise<Result> {
  let opening: Promise<Database> | null = null
  const database = () => (opening ??= openDatabase(bytes))
  const close = () => void opening?.then((opened) => opened.close()).catch(() => {})
  const answers = new Map<Question<unknown>, Answer<unknown>>()
  const asked = new Map<Question<unknown>, Promise<Answer<unknown>>>()
  const known = <T>(question: Question<T>) => (answers.get(question) as Answer<T> | undefined) ?? null
  const answer = async <T>(question: Question<T>) => {
    const computed = known(question) ?? (await answerOf(database(), question))
    answers.set(question, computed)
    return computed
  }
  const ask = <T>(question: Question<T>) => {
    const asking = asked.get(question) ?? answer(question)
    asked.set(question, asking)
    return asking as Promise<Answer<T>>
  }
  try {
    const core = isComplete(kept) ? kept : await readCore(await database(), ask)
    answers.set(callsQuestion, core.calls)
    let events: Promise<Cube> | null = null
    return {
      ...core,
      bytes,
      ask,
      known,
      events: () => (events ??= database().then((opened) => cubeOf(opened, eventHoursSql))),
      database,
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}

/** False if no core was saved, or if an older version of the page saved it: then the core is read again. */
export function isComplete(core: Partial<Core> | null): core is Core {
  return core?.calls !== undefined
}

/** The part of a result that is saved beside its file; null if it could not be read as a whole. */
export function coreOf({ owner, cube, people, places, channels, calls }: Result): Core | null {
  return calls.state === 'failed' ? null : { owner, cube, people, places, channels, calls }
}

async function readCore(database: Database, ask: Result['ask']): Promise<Core> {
  const [owner, people, places, channels, calls] = await Promise.all([
    needed(ask(ownerQuestion)),
    needed(ask(peopleQuestion)),
    needed(ask(placesQuestion)),
    needed(ask(channelsQuestion)),
    ask(callsQuestion),
  ])
  const cube = await cubeOf(database, messageHoursSql)
  return { owner: owner[0] ?? unknownOwner, cube, people, places, channels, calls }
}

async function answerOf<T>(opening: Promise<Database>, question: Question<T>): Promise<Answer<T>> {
  try {
    return await askQuestion(await opening, question)
  } catch (error) {
    return { state: 'failed', message: error instanceof Error ? error.message : String(error) }
  }
}

const unknownOwner: PackageFacts = {
  packageId: '',
  id: '0',
  name: '',
  displayName: null,
  isPartial: true,
}

async function cubeOf(database: Database, sql: string): Promise<Cube> {
  const { keys, hour, key, count } = await database.hours(sql)
  return { channels: keys, hour, channel: key, count }
}

/** The rows of a question that every result must be able to answer. */
async function needed<T>(asked: Promise<Answer<T>>): Promise<readonly T[]> {
  const answer = await asked
  if (answer.state === 'known') return answer.value
  throw new Error(
    answer.state === 'failed' ? answer.message : `not a result: it has no ${answer.missing.join(', ')}`,
  )
}
