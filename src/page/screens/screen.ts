/** The interface of a screen: its name in addresses and texts, and a component that gets the open result. */
import type { ComponentType } from 'preact'
import type { Result } from '../data/result.ts'
import type { View } from '../data/view.ts'
import type { Flow } from '../flow/stage.ts'
import type { Address } from '../shell/address.ts'
import type { Preferences } from '../shell/preferences.ts'
import type { Texts } from '../texts/en.ts'

export type ScreenName = keyof Texts['screens']['names']

export interface ScreenProps {
  result: Result
  /** The messages in the chosen zone and period. */
  view: View
  /** All messages in the chosen zone, whatever the period. */
  whole: View
  address: Address
  /** Changes the address. `{ path: [id] }` with `replace: false` adds an entry to the browser's history. */
  go(change: Partial<Address>, options?: { replace?: boolean }): void
  flow: Flow
  /** The package's id in this browser, saved or not (`KeptPackage`); `demo` for the demo. */
  packageId: string
  preferences: Preferences
  setPreference<K extends keyof Preferences>(name: K, value: Preferences[K]): void
}

export interface Screen {
  /** The screen's address is `#/name`; the overview's address is `#/`. */
  name: ScreenName
  component: ComponentType<ScreenProps>
  /** Shown even if the period has no messages. Other screens show the empty state then. */
  isAlwaysShown?: boolean
}
