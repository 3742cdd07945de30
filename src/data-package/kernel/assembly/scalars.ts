/** Parses the common forms of timestamps and ids. */
import { backslash, blank, colon, dot, minus, nine, quote, upperT, upperZ, zero } from './bytes'

const dayMs: f64 = 86_400_000
/** `00:00:00`, the first character in the lowest byte. */
const timeOfZeros: u64 = 0x30303a30303a3030
/** Two masks for that text: the low four bits of each digit, and the number 6 at each digit. */
const timeNibbles: u64 = 0x0f0f000f0f000f0f
const timeSixes: u64 = 0x0606000606000606

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
  if (to < fractionAt || to > fractionAt + 10) return NaN
  const fraction = to > fractionAt ? millisecondsOf(fractionAt, to) : 0
  return dateOf(from) + timeOf(from + 10) + fraction
}

/**
 * The date that was read last: its characters and its first moment. Most lines have the date of the line
 * before.
 */
let lastYearAndMonth: u64 = 0
let lastDay: u16 = 0
let lastDateMs: f64 = NaN

/** Milliseconds from 1970 to a date such as `2023-03-26`, or NaN. */
function dateOf(at: usize): f64 {
  const yearAndMonth = load<u64>(at)
  const day = load<u16>(at, 8)
  if (yearAndMonth != lastYearAndMonth || day != lastDay) {
    lastYearAndMonth = yearAndMonth
    lastDay = day
    lastDateMs = readDate(at)
  }
  return lastDateMs
}

function readDate(at: usize): f64 {
  if (load<u8>(at, 4) != minus || load<u8>(at, 7) != minus) return NaN
  for (let index: usize = 0; index < 10; index++) {
    if (index != 4 && index != 7 && !isDigit(load<u8>(at + index))) return NaN
  }
  const year = twoDigits(at) * 100 + twoDigits(at + 2)
  const month = twoDigits(at + 5)
  const day = twoDigits(at + 8)
  if (year < 1000 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return NaN
  return <f64>daysBefore(year, month, day) * dayMs
}

/** Milliseconds of a time of day such as `T05:07:54`, which may have a blank for the T; or NaN. */
function timeOf(at: usize): f64 {
  const separator = load<u8>(at)
  if (separator != upperT && separator != blank) return NaN
  const digits = load<u64>(at, 1) ^ timeOfZeros
  // Each byte is a digit's value or, for a colon, 0. Adding 6 makes values above 9 exceed four bits.
  if ((digits & ~timeNibbles) != 0 || ((digits + timeSixes) & ~timeNibbles) != 0) return NaN
  const hour = <i32>(digits & 15) * 10 + <i32>((digits >> 8) & 15)
  const minute = <i32>((digits >> 24) & 15) * 10 + <i32>((digits >> 32) & 15)
  const second = <i32>((digits >> 48) & 15) * 10 + <i32>(digits >> 56)
  if (hour > 23 || minute > 59 || second > 59) return NaN
  return <f64>((hour * 60 + minute) * 60 + second) * 1000
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
