/** Discord's 64-bit ids as numbers, in two halves, since a double has only 53 bits. */
import { snowflakeEpochMs } from '../../instant.ts'
import { idOf } from './fields.ts'
import type { Kernel, Offset } from '../kernel/host.ts'

export interface Snowflake {
  /**
   * 32 bits each. They are signed, because the JavaScript engine stores unsigned 32-bit numbers as doubles.
   */
  high: number
  low: number
  /** The double nearest to the id. It also represents ids beyond 64 bits, which Discord does not issue. */
  nearest: number
}

/**
 * Creates a function that reads a JSON id, quoted or not, into `snowflake`. It returns false if the id must
 * be decoded.
 */
export function createSnowflakeReader(
  kernel: Kernel,
): (snowflake: Snowflake, start: Offset, end: Offset) => boolean {
  const { exports } = kernel
  const halves = kernel.numbersAt(exports.snowflakeOffset(), 2)
  return (snowflake, start, end) => {
    if (!exports.readSnowflake(start, end)) return false
    snowflake.high = halves[0]!
    snowflake.low = halves[1]!
    snowflake.nearest = (snowflake.high >>> 0) * 2 ** 32 + (snowflake.low >>> 0)
    return true
  }
}

/** Sets the id from a decoded value. Returns false if it is not an id. */
export function setSnowflake(snowflake: Snowflake, value: unknown): boolean {
  const id = idOf(value)
  if (id === null) return false
  let high = 0
  let low = 0
  for (let at = 0; at < id.length; at++) {
    low = low * 10 + id.charCodeAt(at) - 48
    const carry = Math.floor(low / 2 ** 32)
    high = (high * 10 + carry) % 2 ** 32
    low -= carry * 2 ** 32
  }
  snowflake.high = high | 0
  snowflake.low = low | 0
  snowflake.nearest = Number(id)
  return true
}

/** The creation time of a snowflake in milliseconds since 1970; null for ids beyond 64 bits. */
export function instantOfSnowflake({ high, low, nearest }: Snowflake): number | null {
  return nearest < 2 ** 64 ? (high >>> 0) * 2 ** 10 + (low >>> 22) + snowflakeEpochMs : null
}
