/**
 * Writes times in the forms that packages use: snowflake ids, ISO timestamps, days. All times are given in
 * UTC milliseconds since 1970.
 */

export const dayMs = 86_400_000
export const hourMs = 3_600_000

const snowflakeEpoch = 1_420_070_400_000

/**
 * The 64-bit id of something created at `time`, in decimal. Its last 22 bits (machine and counter) are those
 * of `low`.
 */
export function snowflake(time: number, low: number): string {
  return ((BigInt(Math.floor(time) - snowflakeEpoch) << 22n) | BigInt(low & 0x3fffff)).toString()
}

/** `2024-05-06`. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

/** `2024-05-06 07`: the key of one hour in the record. */
export function hourOf(time: number): string {
  return new Date(time).toISOString().slice(0, 13).replace('T', ' ')
}

let cachedDay = NaN
let cachedText = ''

/**
 * `2024-05-06T07:08:09.123Z`. The same as toISOString, but several times faster when consecutive times are
 * close.
 */
export function isoOf(time: number): string {
  const day = Math.floor(time / dayMs)
  if (day !== cachedDay) {
    cachedText = new Date(day * dayMs).toISOString().slice(0, 11)
    cachedDay = day
  }
  const rest = time - day * dayMs
  const seconds = Math.floor(rest / 1000)
  return `${cachedText}${clockOf(seconds)}.${String(Math.floor(rest % 1000)).padStart(3, '0')}Z`
}

/** `2024-05-06 07:08:09`, the form of messages.json. */
export function plainTimestampOf(time: number): string {
  return isoOf(time).slice(0, 19).replace('T', ' ')
}

function clockOf(seconds: number): string {
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  return `${twoDigits(hours)}:${twoDigits(minutes)}:${twoDigits(seconds % 60)}`
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : `${value}`
}
