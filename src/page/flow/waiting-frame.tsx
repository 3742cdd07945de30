/** The frame of a waiting screen: a coloured line at the top, and the moving picture at the bottom. */
import type { ComponentChildren } from 'preact'
import { HeroPicture } from './hero-picture.tsx'

export function WaitingFrame({ children }: { children: ComponentChildren }) {
  return (
    <>
      <div class="sky-line" />
      <main class="column screen stack waiting-frame">{children}</main>
      <div class="waiting-sky" aria-hidden="true">
        <HeroPicture />
      </div>
    </>
  )
}
