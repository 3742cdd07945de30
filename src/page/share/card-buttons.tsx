/**
 * The buttons below a picture: save it, copy it, or share it with another app. If the browser cannot make the
 * picture, the SVG can still be saved.
 */
import { useState } from 'preact/hooks'
import { saveFile } from '../device/save-file.ts'
import { pictureOf } from '../figures/share-card/card-picture.ts'
import { drawingText } from '../figures/share-card/compose-card.ts'
import { Notice } from '../shell/parts.tsx'
import { useLocale } from '../texts/locale.ts'

const fileName = 'discord'

export function CardButtons({ card }: { card: SVGSVGElement | null }) {
  const { texts } = useLocale()
  const t = texts.share
  const [said, setSaid] = useState<'copied' | 'refused' | 'failed' | null>(null)
  const [isBusy, setBusy] = useState(false)
  /** Makes the picture and passes it to `act`. */
  const withPicture = async (act: (picture: Blob) => Promise<void> | void, done: 'copied' | null) => {
    setBusy(true)
    const picture = await pictureOf(card!).catch(() => null)
    try {
      if (picture) await act(picture)
      setSaid(picture ? done : 'refused')
    } catch (error) {
      // Closing the list of apps is not a failure.
      setSaid((error as Error).name === 'AbortError' ? null : 'failed')
    } finally {
      setBusy(false)
    }
  }
  const isOff = card === null || isBusy
  return (
    <div class="stack">
      <div class="row">
        <button
          type="button"
          class="button button-main"
          disabled={isOff}
          onClick={() =>
            void withPicture((picture) => saveFile(`${fileName}.png`, 'image/png', picture), null)
          }
        >
          {t.save}
        </button>
        {canCopy() && (
          <button
            type="button"
            class="button"
            disabled={isOff}
            onClick={() => void withPicture(copy, 'copied')}
          >
            {t.copy}
          </button>
        )}
        {canSend() && (
          <button type="button" class="button" disabled={isOff} onClick={() => void withPicture(send, null)}>
            {t.send}
          </button>
        )}
        <button
          type="button"
          class="button button-quiet"
          disabled={isOff}
          onClick={() => saveFile(`${fileName}.svg`, 'image/svg+xml', drawingText(card!))}
        >
          {t.saveDrawing}
        </button>
      </div>
      <p role="status" class="small">
        {isBusy ? t.making : said === 'copied' ? t.copied : ''}
      </p>
      {(said === 'refused' || said === 'failed') && <Notice kind="warn">{t[said]}</Notice>}
    </div>
  )
}

/** On plain http (except localhost), browsers offer neither the clipboard nor sharing. */
function canCopy(): boolean {
  return 'ClipboardItem' in globalThis && navigator.clipboard !== undefined
}

function canSend(): boolean {
  return navigator.canShare?.({ files: [fileOf(new Blob([]))] }) ?? false
}

async function copy(picture: Blob): Promise<void> {
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })])
}

async function send(picture: Blob): Promise<void> {
  await navigator.share({ files: [fileOf(picture)] })
}

function fileOf(picture: Blob): File {
  return new File([picture], `${fileName}.png`, { type: 'image/png' })
}
