/** What a screen is: its name in addresses and texts, and a component that gets the open result. */
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
  /** The same zone without the period: for sentences that tell of everything. */
  whole: View
  address: Address
  /** Changes the address: `{ path: [id] }` with `replace: false` is a step that can be taken back. */
  go(change: Partial<Address>, options?: { replace?: boolean }): void
  flow: Flow
  /** The package id as this browser keeps it; `demo` for the demo. */
  packageId: string
  preferences: Preferences
  setPreference<K extends keyof Preferences>(name: K, value: Preferences[K]): void
}

export interface Screen {
  /** Its address is `#/name`; the overview's is `#/`. */
  name: ScreenName
  component: ComponentType<ScreenProps>
  /** Says something even without any message in the period, and has no use for the empty state. */
  isAlwaysShown?: boolean
}
