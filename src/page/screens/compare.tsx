/** The screen Compare: two people on equal scales; two packages side by side, or merged. */
import { ComparePackages } from '../compare/packages.tsx'
import { ComparePeople } from '../compare/people.tsx'
import type { Screen, ScreenProps } from './screen.ts'

export const compareScreen: Screen = { name: 'compare', component: Compare, isAlwaysShown: true }

function Compare(props: ScreenProps) {
  return (
    <div class="stack stack-wide">
      <ComparePeople {...props} />
      <ComparePackages {...props} />
    </div>
  )
}
