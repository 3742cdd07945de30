/**
 * A person's preferences in this browser: language, clock and zone; theme.ts has the theme. They are saved in
 * localStorage if it is available.
 */
import type { HourCycle } from '../texts/formats.ts'
import { type Language, languages, pickLanguage } from '../texts/locale.ts'
import { browserZone, isZone } from '../data/zone.ts'

export interface Preferences {
  /** Null: the browser's language. */
  language: Language | null
  hourCycle: HourCycle
  /** Null: the browser's zone. */
  zone: string | null
}

export function readPreferences(): Preferences {
  const [language, hourCycle, zone] = ['language', 'hourCycle', 'zone'].map(stored)
  return {
    language: language && language in languages ? (language as Language) : null,
    hourCycle: hourCycle === 'h23' || hourCycle === 'h12' ? hourCycle : null,
    zone: zone && isZone(zone) ? zone : null,
  }
}

export function writePreference<K extends keyof Preferences>(name: K, value: Preferences[K]): void {
  try {
    if (value === null) localStorage.removeItem(name)
    else localStorage.setItem(name, value)
  } catch {
    // Without storage, the preference lasts until the page is closed.
  }
}

export function languageOf({ language }: Preferences): Language {
  return language ?? pickLanguage(navigator.languages)
}

/** The address takes precedence, so that a link shows the same to everybody. */
export function zoneOf({ zone }: Preferences, fromAddress: string | null): string {
  return fromAddress ?? zone ?? browserZone()
}

function stored(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}
