/**
 * The screens, in the order of the navigation. To add one, add a file to this folder, its name to the texts,
 * and a line here.
 */
import { askScreen } from './ask.tsx'
import { compareScreen } from './compare.tsx'
import { deviceScreen } from './device.tsx'
import { missingScreen } from './missing.tsx'
import { overviewScreen } from './overview.tsx'
import { peopleScreen } from './people.tsx'
import { placesScreen } from './places.tsx'
import { restScreen } from './rest.tsx'
import type { Screen } from './screen.ts'
import { shareScreen } from './share.tsx'
import { timeScreen } from './time.tsx'
import { voiceScreen } from './voice.tsx'
import { wordsScreen } from './words.tsx'

export const screens: readonly Screen[] = [
  overviewScreen,
  peopleScreen,
  placesScreen,
  timeScreen,
  voiceScreen,
  wordsScreen,
  restScreen,
  compareScreen,
  missingScreen,
  askScreen,
  shareScreen,
  deviceScreen,
]
