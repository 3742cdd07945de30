/**
 * GET /process/:id/status: the status of a package. Every poll also contains the KEY, so that work can
 * continue after a restart.
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
    'Poll once a second until `isErrored` or PROCESSED. The server needs the KEY in this request to process the package:' +
    ' after a restart, a waiting package continues when its owner polls again.',
  group: 'Packages',
  needs: 'key',
  isPoll: true,
  limit: 'request',
  params: { id: parameters.id },
  answers: {
    200: {
      description: 'All fields are always present. An unknown package has `UNKNOWN_PACKAGE_ID`.',
      schema: StatusAnswer,
      example: waitingExample(),
    },
    401: { description: 'The KEY does not belong to this package.', schema: StatusAnswer },
    429: { description: 'No body. Too many requests: poll again after Retry-After.' },
    503: { description: 'No body. The server cannot answer at the moment: poll again.' },
  },
  // The official client reads only the body, and continues polling if it cannot parse it.
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
 * The step in the response. The official client shows a position only for LOCKED, so a downloaded package
 * that waits for a worker is reported as LOCKED. A package that waits for its next attempt is reported as
 * DOWNLOADING.
 */
function shownStep(state: Status['state']): Step {
  if (isWaitingState(state)) return 'LOCKED'
  return state.step === 'LOCKED' ? 'DOWNLOADING' : state.step
}

/** The status for an unknown package or a wrong KEY. It is errored, so that the client stops polling. */
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
