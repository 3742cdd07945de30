/**
 * The page's address: `#/people/8304…?from=2021-01-01&to=2023-06-30&zone=Europe/Berlin`. It never contains a
 * KEY.
 */
import { useLayoutEffect, useState } from 'preact/hooks'
import { isZone } from '../data/zone.ts'
import type { Period } from '../data/types.ts'

export interface Address {
  /** The screen's name; '' for the first screen. */
  screen: string
  /** The decoded path segments after the screen's name: a person, or a server and a channel, … */
  path: readonly string[]
  period: Period
  /** Null: the zone chosen in this browser, or else the browser's own. */
  zone: string | null
  /** Parameters of one screen only: a metric, a question, people to compare. */
  more: Readonly<Record<string, string>>
}

/** Days of 2000 to 2099: a mistyped year must not make a period of a million days. */
const day = /^20\d\d-\d\d-\d\d$/

/**
 * Accepts any text. Invalid days and zones become null; a path segment that cannot be decoded stays as it is.
 */
export function readAddress(hash: string): Address {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2)
  const [screen = '', ...rest] = path.split('/').map(decode)
  const { from, to, zone, ...more } = Object.fromEntries(new URLSearchParams(query)) as Record<string, string>
  return {
    screen,
    path: rest.filter((part) => part !== ''),
    period: { from: isDay(from) ? from : null, to: isDay(to) ? to : null },
    zone: zone !== undefined && isZone(zone) ? zone : null,
    more,
  }
}

export function writeAddress({ screen, path, period, zone, more }: Address): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...period, zone, ...more })) if (value) query.set(name, value)
  const text = query.toString().replaceAll('%2F', '/').replaceAll('%3A', ':')
  return `#/${[screen, ...path].map(encodeURIComponent).join('/')}${text ? `?${text}` : ''}`
}

/** The address of a screen, with the current period and zone. Links inside the page use it. */
export function linkTo(
  from: Address,
  screen: string,
  path: readonly string[] = [],
  more: Record<string, string> = {},
): string {
  return writeAddress({ screen, path, period: from.period, zone: from.zone, more })
}

/**
 * Returns the current address and a function that changes parts of it. `replace` (the default): the change
 * adds no step to the browser's history.
 */
export function useAddress(): [Address, (change: Partial<Address>, options?: { replace?: boolean }) => void] {
  const [address, setAddress] = useState(() => readAddress(location.hash))
  // An ordinary effect begins after the page was painted, and would miss a change before that.
  useLayoutEffect(() => {
    const read = () => setAddress(readAddress(location.hash))
    addEventListener('hashchange', read)
    addEventListener('popstate', read)
    return () => {
      removeEventListener('hashchange', read)
      removeEventListener('popstate', read)
    }
  }, [])
  const change = (part: Partial<Address>, { replace = true } = {}) => {
    const next = { ...readAddress(location.hash), ...part }
    history[replace ? 'replaceState' : 'pushState'](null, '', writeAddress(next))
    setAddress(next)
  }
  return [address, change]
}

function isDay(text: string | undefined): text is string {
  return text !== undefined && day.test(text) && !Number.isNaN(Date.parse(text))
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
