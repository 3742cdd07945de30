/** Discord's ids as numbers: 64 bits in two halves, since a double holds 53. */
import { snowflakeEpochMs } from '../../instant.ts'
import { idOf } from './fields.ts'
import type { Kernel, Offset } from '../kernel/host.ts'

export interface Snowflake {
  /** 32 bits each, signed: unsigned ones would be doubles. */
  high: number
  low: number
  /** The double next to the id: also of ids beyond 64 bits, which are none of Discord's. */
  nearest: number
}

/**
 * A function that reads an id as JSON writes it, quoted or not, into `snowflake`. False when it must be
 * decoded to know.
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

/** Takes the id that a decoded value is. False when it is none. */
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

/** The moment in which a snowflake was made; null beyond 64 bits. */
export function instantOfSnowflake({ high, low, nearest }: Snowflake): number | null {
  return nearest < 2 ** 64 ? (high >>> 0) * 2 ** 10 + (low >>> 22) + snowflakeEpochMs : null
}
