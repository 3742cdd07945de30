/** An opened result: what every screen needs is read at once, the rest when a screen asks for it. */
import { type Database, openDatabase } from './database.ts'
import { eventHoursSql, messageHoursSql } from './hour-questions.ts'
import { type Answer, askQuestion, type Question } from './question.ts'
import { channelsQuestion } from './questions/channels.ts'
import { type PackageFacts, ownerQuestion } from './questions/owner.ts'
import { peopleQuestion, type PersonRow } from './questions/people.ts'
import { placesQuestion, type PlaceRow } from './questions/places.ts'
import type { Channel, Cube } from './types.ts'

export interface Result {
  owner: PackageFacts
  cube: Cube
  people: readonly PersonRow[]
  places: readonly PlaceRow[]
  channels: readonly Channel[]
  /** The SQLite file itself, to take along. */
  bytes: Uint8Array
  database: Database
  /** The answer, asked for once and then the same. Never rejects. */
  ask<T>(question: Question<T>): Promise<Answer<T>>
  /** Everything but messages: `channels` of this cube are names of events. */
  events(): Promise<Cube>
}

/** Opens the bytes of a SQLite file. `cube`: the one that was kept beside it. Rejects when it is no result at all. */
export async function openResult(bytes: Uint8Array, cube: Cube | null = null): Promise<Result> {
  const database = await openDatabase(bytes)
  try {
    const asked = new Map<Question<unknown>, Promise<Answer<unknown>>>()
    const ask = <T>(question: Question<T>) => {
      const known = asked.get(question) ?? askQuestion(database, question)
      asked.set(question, known)
      return known as Promise<Answer<T>>
    }
    const [owner, people, places, channels] = await Promise.all([
      needed(ask(ownerQuestion)),
      needed(ask(peopleQuestion)),
      needed(ask(placesQuestion)),
      needed(ask(channelsQuestion)),
    ])
    let events: Promise<Cube> | null = null
    return {
      owner: owner[0] ?? unknownOwner,
      people,
      places,
      channels,
      cube: cube ?? (await cubeOf(database, messageHoursSql)),
      bytes,
      database,
      ask,
      events: () => (events ??= cubeOf(database, eventHoursSql)),
    }
  } catch (error) {
    database.close()
    throw error
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

/** The rows of a question without which there is no result. */
async function needed<T>(asked: Promise<Answer<T>>): Promise<readonly T[]> {
  const answer = await asked
  if (answer.state === 'known') return answer.value
  throw new Error(
    answer.state === 'failed' ? answer.message : `not a result: it has no ${answer.missing.join(', ')}`,
  )
}
