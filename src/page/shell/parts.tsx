/** Small components that many screens use: notices, empty states, the footer. */
import type { ComponentChildren } from 'preact'
import { serverAddress } from '../flow/server.ts'
import type { Texts } from '../texts/en.ts'
import { useLocale } from '../texts/locale.ts'

export function Notice({ kind, children }: { kind?: 'warn' | 'bad'; children: ComponentChildren }) {
  return (
    <div class={`notice ${kind ? `notice-${kind}` : ''}`} role="status">
      {children}
    </div>
  )
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty" role="status">
      <strong>{title}</strong>
      {children && <div>{children}</div>}
    </div>
  )
}

/** `from`: where the result was computed; `start` on Start, which shows no result. */
export function Footer({ from }: { from: keyof Texts['shell']['footers'] }) {
  const { texts } = useLocale()
  return (
    <footer class="footer">
      <div class="column row row-apart">
        <p>{texts.shell.footers[from]}</p>
        <a href={serverAddress('swagger')}>{texts.shell.api}</a>
      </div>
    </footer>
  )
}
