/** GET /process/demo/…: a finished package that everyone may use. */
import { bytes, json, octets } from '../request/answers.ts'
import type { Endpoint } from '../endpoint.ts'
import { baseUrlOf } from '../request/base-url.ts'
import { BlobAnswer, Failure, StatusAnswer } from '../schemas.ts'

const status: StatusAnswer = {
  isDataAvailable: true,
  isUpgraded: false,
  isErrored: false,
  errorMessageCode: null,
  errorDetail: null,
  isProcessing: false,
  processingStep: 'PROCESSED',
  processingQueuePosition: {
    premiumQueueTotal: 0,
    standardQueueTotal: 0,
    premiumQueueUser: null,
    standardQueueUser: 0,
    standardWhenJoined: 0,
    premiumWhenJoined: 0,
  },
  progress: 100,
  bytesDownloaded: 0,
  bytesTotal: null,
}

export const getDemoStatus: Endpoint = {
  summary: 'Status of the demo package',
  description: 'Always PROCESSED.',
  group: 'Demo',
  needs: 'nothing',
  isPoll: true,
  answers: { 200: { description: 'The status.', schema: StatusAnswer, example: status } },
  handle: () => json(200, status),
}

export const getDemoData: Endpoint = {
  summary: 'Result of the demo package',
  description:
    'The result of an invented person: a gzipped SQLite file with the tables of docs/result-database.md.',
  group: 'Demo',
  needs: 'nothing',
  limit: 'result',
  answers: {
    200: { description: 'The file.', contentType: octets },
    429: { description: 'Too many fetches from this address; see Retry-After.', schema: Failure },
  },
  handle: async (_, { demo }) => bytes((await demo()).sqliteGzip),
}

export const getDemoBlob: Endpoint = {
  summary: 'Address of the demo’s result',
  description: 'As for a real package, but not encrypted: `iv` is null.',
  group: 'Demo',
  needs: 'nothing',
  answers: { 200: { description: 'The address.', schema: BlobAnswer } },
  handle: ({ request }, { config }) =>
    json(200, {
      url: `${baseUrlOf(request, config)}/process/demo/data`,
      iv: null,
      ttl: config.blobUrlSeconds,
    }),
}
