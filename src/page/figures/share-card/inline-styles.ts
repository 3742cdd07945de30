/**
 * A picture of the page as a drawing of its own: what the stylesheet says becomes attributes, so that it
 * looks the same elsewhere.
 */

/** What figures use. Everything else of a style has no meaning in a drawing. */
const properties = [
  ...['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray'],
  ...['stroke-linecap', 'stroke-linejoin', 'paint-order', 'opacity', 'stop-color'],
  ...['font-family', 'font-size', 'font-weight', 'text-anchor', 'overflow'],
]
/** Of the page and not of the picture: the cursor, texts for the pointer. */
const unwanted = '.overlay, title'

/** A copy of a picture that stands in the document, with its styles inside. */
export function withInlineStyles(picture: SVGSVGElement): SVGSVGElement {
  const copy = picture.cloneNode(true) as SVGSVGElement
  const originals = [picture, ...picture.querySelectorAll('*')]
  const copies = [copy, ...copy.querySelectorAll('*')]
  for (const [index, element] of originals.entries()) {
    const style = getComputedStyle(element)
    const target = copies[index]!
    for (const name of properties) {
      const value = style.getPropertyValue(name)
      if (value !== '') target.setAttribute(name, value)
    }
    target.removeAttribute('class')
  }
  // After the styles: the two lists must stay in step.
  for (const [index, element] of originals.entries()) if (element.matches(unwanted)) copies[index]!.remove()
  for (const name of ['tabindex', 'role', 'aria-label', 'aria-roledescription']) copy.removeAttribute(name)
  return copy
}
