/** Hooks that query a result and return what is known so far. */
import { useEffect, useState } from 'preact/hooks'
import type { Answer, Question } from './question.ts'
import type { Result } from './result.ts'
import type { Cube } from './types.ts'

export type Asked<T> = Answer<T> | { state: 'loading' }

const loading = { state: 'loading' } as const

/** The answer to a question; `loading` until it arrives. With null for the question, it stays `loading`. */
export function useAnswer<T>(result: Result, question: Question<T> | null): Asked<T> {
  const [, drawAgain] = useState(0)
  const known = question && result.known(question)
  useEffect(() => {
    if (known || !question) return
    let isGone = false
    void result.ask(question).then(() => {
      if (!isGone) drawAgain((times) => times + 1)
    })
    return () => void (isGone = true)
  }, [result, question])
  return known ?? loading
}

/** The rows of an answer; none while it is loading, or if there is no answer. */
export function rowsOf<T>(asked: Asked<T>): readonly T[] {
  return asked.state === 'known' ? asked.value : []
}

export type AskedEvents =
  { state: 'loading' } | { state: 'known'; cube: Cube } | { state: 'failed'; message: string }

/** All events except messages, by event and hour. */
export function useEvents(result: Result): AskedEvents {
  const [events, setEvents] = useState<AskedEvents>(loading)
  useEffect(() => {
    let isGone = false
    result
      .events()
      .then(
        (cube): AskedEvents => ({ state: 'known', cube }),
        (error: unknown): AskedEvents => ({ state: 'failed', message: String(error) }),
      )
      .then((answer) => {
        if (!isGone) setEvents(answer)
      })
    return () => void (isGone = true)
  }, [result])
  return events
}
