/**
 * The page's few icons, drawn in the colour of their text. An icon always has a text beside it, or its button
 * has an `aria-label`.
 */
import type { ComponentChildren } from 'preact'

const paths = {
  light: (
    <>
      <circle cx="12" cy="12" r="4.5" />
      <path d="M12 2v2.500M12 19.500V22M2 12h2.500M19.500 12H22M5 5l1.700 1.700M17.300 17.300 19 19M19 5l-1.700 1.700M6.700 17.300 5 19" />
    </>
  ),
  dark: <path d="M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500Z" />,
  system: (
    <>
      <rect x="3" y="4.500" width="18" height="12" rx="2" />
      <path d="M8.500 20.500h7M12 16.500v4" />
    </>
  ),
  share: (
    <>
      <path d="M12 15V3.500M8 7.500l4-4 4 4" />
      <path d="M5 12.500v6a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2v-6" />
    </>
  ),
  close: <path d="M6 6l12 12M18 6 6 18" />,
  device: (
    <>
      <rect x="4" y="3" width="16" height="18" rx="2.500" />
      <path d="M9 17.500h6" />
    </>
  ),
  back: <path d="M14.500 5.500 8 12l6.500 6.500" />,
} satisfies Record<string, ComponentChildren>

export type IconName = keyof typeof paths

export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      stroke-width="1.800"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      {paths[name]}
    </svg>
  )
}
