/**
 * Keeps a failing figure from breaking the page: its card shows an error, and the rest of the page is
 * unaffected.
 */
import { Component, type ComponentChildren, type ComponentType } from 'preact'
import { useContext } from 'preact/hooks'
import type { Texts } from '../../texts/en.ts'
import { LocaleContext } from '../../texts/locale.ts'

type TitledFigure = {
  [Name in keyof Texts['figures']]: Texts['figures'][Name] extends { title: string } ? Name : never
}[keyof Texts['figures']]

/**
 * Wraps a component in an error boundary, with the title of the named figure. After a failure, it renders the
 * component again when the props change.
 */
export function guarded<Props extends object>(
  name: TitledFigure,
  Inner: ComponentType<Props>,
): (props: Props) => ComponentChildren {
  return function GuardedFigure(props: Props) {
    const title = useContext(LocaleContext).texts.figures[name].title
    return (
      <Boundary title={title} of={props}>
        <Inner {...props} />
      </Boundary>
    )
  }
}

interface BoundaryProps {
  title: string
  /** The props of the wrapped component. */
  of: object
  children: ComponentChildren
}

class Boundary extends Component<BoundaryProps, { failed: object | null }> {
  override state = { failed: null }

  override componentDidCatch(error: unknown): void {
    console.warn(`${this.props.title}:`, error)
    this.setState({ failed: this.props.of })
  }

  override render() {
    if (this.state.failed !== this.props.of) return this.props.children
    return <FailedFigure title={this.props.title} />
  }
}

/** Shown for a figure that could not be drawn. */
function FailedFigure({ title }: { title: string }) {
  const { texts } = useContext(LocaleContext)
  return (
    <figure class="figure figure-failed">
      <figcaption class="figure-head">
        <h2 class="figure-title">{title}</h2>
      </figcaption>
      <p role="status">{texts.figures.frame.failed}</p>
    </figure>
  )
}
