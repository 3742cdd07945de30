/**
 * The documented questions, listed by the screen Ask. To add one, add a file to this folder, a title to
 * texts/ask, and a line here.
 */
import type { Question } from '../question.ts'
import { callsQuestion } from './calls.ts'
import { channelsQuestion } from './channels.ts'
import { coverageQuestion } from './coverage.ts'
import { deletedQuestion } from './deleted.ts'
import { devicesQuestion } from './devices.ts'
import { emojiQuestion } from './emoji.ts'
import { gameMonthsQuestion } from './game-months.ts'
import { gamesQuestion } from './games.ts'
import { gapsQuestion } from './gaps.ts'
import { joinsQuestion } from './joins.ts'
import { ownerQuestion } from './owner.ts'
import { paymentsQuestion } from './payments.ts'
import { peopleQuestion } from './people.ts'
import { placesQuestion } from './places.ts'
import { reactionsQuestion } from './reactions.ts'
import { reasonsQuestion } from './reasons.ts'
import { relationshipsQuestion } from './relationships.ts'
import { serversQuestion } from './servers.ts'
import { sessionsQuestion } from './sessions.ts'
import { streamingQuestion } from './streaming.ts'
import { totalsQuestion } from './totals.ts'
import { wordsQuestion } from './words.ts'

export const questions: readonly Question<unknown>[] = [
  peopleQuestion,
  placesQuestion,
  channelsQuestion,
  callsQuestion,
  sessionsQuestion,
  totalsQuestion,
  wordsQuestion,
  emojiQuestion,
  reactionsQuestion,
  gamesQuestion,
  gameMonthsQuestion,
  streamingQuestion,
  devicesQuestion,
  paymentsQuestion,
  relationshipsQuestion,
  joinsQuestion,
  serversQuestion,
  gapsQuestion,
  deletedQuestion,
  coverageQuestion,
  reasonsQuestion,
  ownerQuestion,
]
