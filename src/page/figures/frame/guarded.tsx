/** Keeps one failing figure from taking the page with it: the card says so, and the rest stands. */
import { Component, type ComponentChildren, type ComponentType } from 'preact'
import { useContext } from 'preact/hooks'
import type { Texts } from '../../texts/en.ts'
import { LocaleContext } from '../../texts/locale.ts'

type TitledFigure = {
  [Name in keyof Texts['figures']]: Texts['figures'][Name] extends { title: string } ? Name : never
}[keyof Texts['figures']]

/**
 * The component inside an error boundary, under the title of the named figure. It tries again when it gets
 * other props.
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
  /** The props of what is inside. */
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

/** A figure that could not be drawn; also for data that could not be read, with what the database said. */
function FailedFigure({ title, detail }: { title: string; detail?: string }) {
  const { texts } = useContext(LocaleContext)
  return (
    <figure class="figure figure-failed">
      <figcaption class="figure-head">
        <h2 class="figure-title">{title}</h2>
      </figcaption>
      <p role="status">{texts.figures.frame.failed}</p>
      {detail && <p class="figure-note">{detail}</p>}
    </figure>
  )
}
