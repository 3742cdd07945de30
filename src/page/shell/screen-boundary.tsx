/** Shows an error in place of a screen that fails; the rest of the page keeps working. */
import { Component, type ComponentChildren } from 'preact'
import type { Texts } from '../texts/en.ts'
import { Empty } from './parts.tsx'

interface Props {
  texts: Texts['shell']
  children: ComponentChildren
}

export class ScreenBoundary extends Component<Props, { hasFailed: boolean }> {
  override state = { hasFailed: false }

  static override getDerivedStateFromError() {
    return { hasFailed: true }
  }

  override componentDidCatch(error: unknown): void {
    console.warn('a screen failed:', error)
  }

  override render() {
    const { texts, children } = this.props
    if (!this.state.hasFailed) return children
    return <Empty title={texts.screenFailed}>{texts.screenFailedHint}</Empty>
  }
}
