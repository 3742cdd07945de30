/** GET /health: whether this process should get requests. */
import type { Database } from '../db/connect.ts'
import { answered } from '../db/trouble.ts'
import { json } from './answers.ts'
import type { Endpoint } from './endpoint.ts'
import { HealthAnswer } from './schemas.ts'

/** A database that takes longer is as good as down for whoever waits. */
const answerSeconds = 2

export const getHealth: Endpoint = {
  summary: 'Is the server well?',
  description: 'For load balancers and container supervisors. 503 from the moment that a shutdown begins.',
  group: 'Server',
  isPoll: true,
  answers: {
    200: {
      description: 'Alive, with its database.',
      schema: HealthAnswer,
      example: { status: 'alive', database: 'up' },
    },
    503: { description: 'Shutting down, or without its database.', schema: HealthAnswer },
  },
  async handle(_, { database, isShuttingDown }) {
    const isUp = await answers(database)
    const status = isShuttingDown() ? 'stopping' : isUp ? 'alive' : 'unavailable'
    return json(status === 'alive' ? 200 : 503, { status, database: isUp ? 'up' : 'down' })
  },
}

/** One question at a time, however many ask. */
const underWay = new WeakMap<Database, Promise<boolean>>()

function answers(database: Database): Promise<boolean> {
  const running = underWay.get(database)
  if (running) return running
  const asked = ask(database).finally(() => underWay.delete(database))
  underWay.set(database, asked)
  return asked
}

function ask({ sql }: Database): Promise<boolean> {
  return answered(answerSeconds, sql`SELECT 1`).then(
    () => true,
    () => false,
  )
}
