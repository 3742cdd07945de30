/**
 * GET /process/:id/status: the status of a package. Every poll also brings the KEY back, so that work can
 * continue.
 */
import { type Detail, details } from '../../errors.ts'
import type { Step } from '../../db/schema.ts'
import { findOwnedStatus } from '../../packages/find-owned.ts'
import { isWaitingState, type Status } from '../../queue/status-cache.ts'
import { empty, json } from '../request/answers.ts'
import type { Endpoint } from '../endpoint.ts'
import { parameters, StatusAnswer } from '../schemas.ts'

export const getStatus: Endpoint = {
  summary: 'Package status',
  description:
    'Ask once a second, until `isErrored` or PROCESSED. The KEY that comes with the question is what the server works ' +
    'with: after a restart, a waiting package goes on when its owner asks again.',
  group: 'Packages',
  needs: 'key',
  isPoll: true,
  limit: 'request',
  params: { id: parameters.id },
  answers: {
    200: {
      description: 'All fields, always; an unknown package is `UNKNOWN_PACKAGE_ID`.',
      schema: StatusAnswer,
      example: waitingExample(),
    },
    401: { description: 'The KEY is not that of this package.', schema: StatusAnswer },
    429: { description: 'No body: asked too often; ask again after Retry-After.' },
    503: { description: 'No body: the database does not answer just now, ask again.' },
  },
  // The official client reads only the body, and keeps polling if it cannot parse it.
  onFailure: (status) =>
    status === 401 ? json(401, absent('key_mismatch')) : empty(status === 429 ? 429 : 503),
  async handle({ key, packageId }, context) {
    const { keyring, signals } = context
    const status = await findOwnedStatus({ key, packageId }, context)
    if (status === 'unknown') return json(200, absent('package_unknown'))
    if (status === 'unauthorized') return json(401, absent('key_mismatch'))
    const answer = describe(status)
    if (!answer.isProcessing) keyring.forget(packageId)
    else if (keyring.hold(packageId, key)) signals.wake()
    return json(200, answer)
  },
}

function describe({ state, position }: Status): StatusAnswer {
  const isErrored = state.errorCode !== null
  const isDataAvailable = state.step === 'PROCESSED' && !isErrored
  return {
    isDataAvailable,
    isUpgraded: state.isPremium,
    isErrored,
    errorMessageCode: state.errorCode,
    errorDetail: state.errorDetail,
    isProcessing: !isErrored && !isDataAvailable,
    processingStep: shownStep(state),
    processingQueuePosition: {
      premiumQueueTotal: position.premiumTotal,
      standardQueueTotal: position.allTotal,
      premiumQueueUser: state.isPremium ? position.ahead : null,
      // The official client shows this number to premium users too.
      standardQueueUser: position.ahead,
      standardWhenJoined: state.standardWhenJoined,
      premiumWhenJoined: state.premiumWhenJoined,
    },
    progress: state.progress,
    bytesDownloaded: state.bytesDownloaded,
    bytesTotal: state.bytesTotal,
  }
}

/**
 * The official client shows a position only for LOCKED, so a downloaded package that waits for a worker is
 * reported as LOCKED; one that pauses before its next attempt is reported as DOWNLOADING.
 */
function shownStep(state: Status['state']): Step {
  if (isWaitingState(state)) return 'LOCKED'
  return state.step === 'LOCKED' ? 'DOWNLOADING' : state.step
}

/** The status of an absent package: errored, so that the client stops polling. */
function absent(detail: Detail): StatusAnswer {
  return {
    isDataAvailable: false,
    isUpgraded: false,
    isErrored: true,
    errorMessageCode: details[detail].code,
    errorDetail: detail,
    isProcessing: false,
    processingStep: null,
    processingQueuePosition: {
      premiumQueueTotal: 0,
      standardQueueTotal: 0,
      premiumQueueUser: null,
      standardQueueUser: 0,
      standardWhenJoined: null,
      premiumWhenJoined: null,
    },
    progress: 0,
    bytesDownloaded: 0,
    bytesTotal: null,
  }
}

function waitingExample(): StatusAnswer {
  const example = absent('package_unknown')
  return {
    ...example,
    isErrored: false,
    errorMessageCode: null,
    errorDetail: null,
    isProcessing: true,
    processingStep: 'LOCKED',
    processingQueuePosition: {
      ...example.processingQueuePosition,
      standardQueueTotal: 12,
      standardQueueUser: 3,
      standardWhenJoined: 8,
      premiumWhenJoined: 0,
    },
  }
}
