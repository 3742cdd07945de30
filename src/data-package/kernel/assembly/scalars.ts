/** Parses the common forms of timestamps and ids. */
import { backslash, blank, colon, dot, minus, nine, quote, upperT, upperZ, zero } from './bytes'

const minuteMs: f64 = 60_000

/**
 * Parses a timestamp of an activity line or a message, a JSON string in `[start, end)` with its quotes:
 * `"\"2023-03-26T05:07:54.364Z\""` or `"2023-03-26 05:07:54"`, with or without a fraction and a Z. Returns
 * milliseconds since 1970. NaN for every other form and for dates that do not exist; instant.ts handles
 * those.
 */
export function instantOf(start: usize, end: usize): f64 {
  const isDouble = load<u8>(start, 1) == backslash && load<u8>(start, 2) == quote
  const from = start + (isDouble ? 3 : 1)
  const closing = end - (isDouble ? 3 : 1)
  if (closing < from + 19 || (isDouble && (load<u8>(closing) != backslash || load<u8>(closing, 1) != quote)))
    return NaN
  const to = load<u8>(closing - 1) == upperZ ? closing - 1 : closing
  const fractionAt = from + 19
  if (to < fractionAt || to > fractionAt + 10 || !isPattern(from)) return NaN
  const fraction = to > fractionAt ? millisecondsOf(fractionAt, to) : 0
  const year = twoDigits(from) * 100 + twoDigits(from + 2)
  const month = twoDigits(from + 5)
  const day = twoDigits(from + 8)
  const hour = twoDigits(from + 11)
  const minute = twoDigits(from + 14)
  const second = twoDigits(from + 17)
  if (
    year < 1000 ||
    month < 1 ||
    month > 12 ||
    day < 1 ||
    day > daysIn(year, month) ||
    hour > 23 ||
    minute > 59 ||
    second > 59
  ) {
    return NaN
  }
  return (
    (<f64>daysBefore(year, month, day) * 1440 + <f64>(hour * 60 + minute)) * minuteMs +
    <f64>(second * 1000) +
    fraction
  )
}

/** Matches `0000-00-00T00:00:00`; the T may be a space. */
function isPattern(from: usize): bool {
  const separator = load<u8>(from, 10)
  if (
    load<u8>(from, 4) != minus ||
    load<u8>(from, 7) != minus ||
    (separator != upperT && separator != blank) ||
    load<u8>(from, 13) != colon ||
    load<u8>(from, 16) != colon
  ) {
    return false
  }
  for (let at: usize = 0; at < 19; at++) {
    if (at == 4 || at == 7 || at == 10 || at == 13 || at == 16) continue
    if (!isDigit(load<u8>(from + at))) return false
  }
  return true
}

function isDigit(byte: u8): bool {
  return byte >= zero && byte <= nine
}

/** Parses a fraction of a second with its dot; NaN if it is not one. */
function millisecondsOf(start: usize, to: usize): f64 {
  if (load<u8>(start) != dot || to - 1 == start) return NaN
  let fraction: u32 = 0
  let scale: u32 = 100
  for (let at = start + 1; at < to; at++) {
    const byte = load<u8>(at)
    if (!isDigit(byte)) return NaN
    fraction += (byte - zero) * scale
    scale /= 10
  }
  return <f64>fraction
}

function twoDigits(at: usize): i32 {
  return (load<u8>(at) - zero) * 10 + (load<u8>(at, 1) - zero)
}

function daysIn(year: i32, month: i32): i32 {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31
}

/** Days since 1970-01-01. Years start in March (Howard Hinnant's days_from_civil, public domain). */
function daysBefore(year: i32, month: i32, day: i32): i32 {
  const shifted = month > 2 ? year : year - 1
  const inYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
  // Starts 400 years earlier, so that every division has a positive dividend.
  const cycles = (shifted + 400) / 400
  const years = shifted + 400 - cycles * 400
  return (cycles - 1) * 146097 + years * 365 + years / 4 - years / 100 + inYear - 719468
}

const snowflake = memory.data(8, 8)

/** The last id: the high and the low 32 bits. */
export function snowflakeOffset(): usize {
  return snowflake
}

/** Parses an id of at most 19 digits, with or without quotes. False for every other value. */
export function readSnowflake(start: usize, end: usize): bool {
  const isQuoted = load<u8>(start) == quote
  const from = isQuoted ? start + 1 : start
  const to = isQuoted ? end - 1 : end
  if (to <= from || to > from + 19 || load<u8>(from) == zero) return false
  let id: u64 = 0
  for (let at = from; at < to; at++) {
    const byte = load<u8>(at)
    if (!isDigit(byte)) return false
    id = id * 10 + (byte - zero)
  }
  store<u32>(snowflake, <u32>(id >> 32))
  store<u32>(snowflake, <u32>id, 4)
  return true
}
