/** Converts a drawing to a PNG with the browser's canvas. */
import { drawingText } from './compose-card.ts'

/**
 * Rejects if the browser refuses the canvas, which some do for privacy. The drawing itself can be saved then.
 */
export async function pictureOf(card: SVGSVGElement): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([drawingText(card)], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = Number(card.getAttribute('width'))
    canvas.height = Number(card.getAttribute('height'))
    const context = canvas.getContext('2d')
    if (!context) throw new Error('there is no canvas')
    if (!keepsColours(context)) throw new Error('the canvas does not give back its colours')
    context.drawImage(image, 0, 0, canvas.width, canvas.height)
    if (isFalsified(context)) throw new Error('the canvas does not give back what was drawn')
    return await new Promise((resolve, reject) =>
      canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new Error('the canvas gives no picture'))),
        'image/png',
      ),
    )
  } finally {
    URL.revokeObjectURL(address)
  }
}

/** Some browsers that resist fingerprinting return a canvas of one colour, for example all white. */
function keepsColours(context: CanvasRenderingContext2D): boolean {
  const painted = [51, 102, 153, 255]
  context.fillStyle = 'rgb(51, 102, 153)'
  context.fillRect(0, 0, 1, 1)
  const { data } = context.getImageData(0, 0, 1, 1)
  context.clearRect(0, 0, 1, 1)
  return painted.every((value, at) => data[at] === value)
}

/**
 * Browsers that resist fingerprinting return noise instead of the real pixels. The corner of a card has a
 * single opaque colour, so different or transparent pixels there are false.
 */
function isFalsified(context: CanvasRenderingContext2D): boolean {
  const { data } = context.getImageData(0, context.canvas.height - 4, 4, 4)
  const [red, green, blue] = data
  for (let at = 0; at < data.length; at += 4) {
    if (data[at] !== red || data[at + 1] !== green || data[at + 2] !== blue) return true
  }
  return data[3] !== 255
}
