/** The page's entry: puts the page into the document. */
import { render } from 'preact'
import type { Owner } from './data/types.ts'

function Page({ owner }: { owner: Owner | null }) {
  return <main>{owner?.displayName ?? owner?.name ?? ''}</main>
}

render(<Page owner={null} />, document.body)
