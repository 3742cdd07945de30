/** Settings for result storage: the database, or an S3-compatible bucket. */
import { option, secretOption } from './option.ts'
import { integer, oneOf, publicUrl } from './setting-types.ts'

export const storageOptions = {
  s3Endpoint: option<string | null>(
    'S3_ENDPOINT',
    null,
    bucketEndpoint,
    'Address of an S3-compatible service, like https://s3.eu-central-1.amazonaws.com; if set, new results are stored there unless RESULT_STORAGE is postgres',
  ),
  s3Bucket: option<string | null>(
    'S3_BUCKET',
    null,
    matching(/^[A-Za-z0-9][\w.-]{2,62}$/, 'must be the name of a bucket, without a path'),
    'Bucket for results; it needs no public access',
  ),
  s3Region: option(
    'S3_REGION',
    'us-east-1',
    matching(/^[A-Za-z0-9-]{1,64}$/, 'must be the name of a region, like us-east-1 or auto'),
    'Region of the bucket',
  ),
  s3AccessKeyId: secretOption<string | null>(
    'S3_ACCESS_KEY_ID',
    null,
    matching(/^[\x21-\x7e]{1,256}$/, 'must be visible ASCII characters'),
    'Access key; it must permit listing the bucket, and getting, putting and deleting its objects',
  ),
  s3SecretAccessKey: secretOption<string | null>(
    'S3_SECRET_ACCESS_KEY',
    null,
    matching(/^[\x21-\x7e]{1,512}$/, 'must be visible ASCII characters'),
    'Secret of that access key',
  ),
  s3UrlStyle: option(
    'S3_URL_STYLE',
    'path',
    oneOf('path', 'host'),
    'Form of bucket addresses: path (endpoint/bucket) or host (bucket.endpoint)',
  ),
  s3PublicEndpoint: option<string | null>(
    'S3_PUBLIC_ENDPOINT',
    null,
    bucketEndpoint,
    'Address under which browsers reach the service; if set, /blob returns presigned addresses of it; unset: results pass through this server',
  ),
  s3Seconds: option(
    'S3_SECONDS',
    20,
    integer(1, 600),
    'Longest wait for a response from the bucket, plus the time that its bytes take at 256 KiB/s',
  ),
  resultStorage: option<string | null>(
    'RESULT_STORAGE',
    null,
    oneOf('postgres', 's3'),
    'Where new results are stored; unset: s3 if S3_ENDPOINT is set, else postgres',
  ),
}

type StorageSettings = { [Name in keyof typeof storageOptions]: (typeof storageOptions)[Name]['default'] }

/**
 * Settings that contradict each other, in sentences that name them. The argument does not contain malformed
 * settings.
 */
export function storageContradictions(config: Partial<StorageSettings>): string[] {
  const needed = (['s3Endpoint', 's3Bucket', 's3AccessKeyId', 's3SecretAccessKey'] as const).map((name) => ({
    env: storageOptions[name].env,
    isMissing: config[name] === null,
  }))
  const missing = needed.filter(({ isMissing }) => isMissing).map(({ env }) => env)
  const isWanted =
    missing.length < needed.length || config.resultStorage === 's3' || Boolean(config.s3PublicEndpoint)
  if (!isWanted || missing.length === 0) return []
  return [`${missing.join(', ')} must be set as well for results in a bucket`]
}

/** The address of the service, without the bucket and without a user. */
function bucketEndpoint(given: string): string {
  const url = URL.parse(given)
  if (url?.username || url?.password) throw new Error('must not contain a user or password')
  return publicUrl(given)
}

function matching(pattern: RegExp, sentence: string): (given: string) => string {
  return (given) => {
    if (!pattern.test(given)) throw new Error(sentence)
    return given
  }
}
