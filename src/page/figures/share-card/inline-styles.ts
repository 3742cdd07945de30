/**
 * Makes a figure's SVG independent of the page: the stylesheet's values become attributes, so that it looks
 * the same elsewhere.
 */

/** The CSS properties that the stylesheet sets for the SVG of figures. */
const properties = [
  ...['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray'],
  ...['stroke-linecap', 'stroke-linejoin', 'paint-order', 'opacity', 'stop-color'],
  ...['font-family', 'font-size', 'font-weight', 'text-anchor', 'overflow'],
]
/** Parts that belong to the page only: the cursor, and titles for the pointer. */
const unwanted = '.overlay, title'

/** A copy of a picture in the document, with its computed styles as attributes. */
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
  // Removed only after the styles were copied: until then, both lists must have the same elements.
  for (const [index, element] of originals.entries()) if (element.matches(unwanted)) copies[index]!.remove()
  for (const name of ['tabindex', 'role', 'aria-label', 'aria-roledescription']) copy.removeAttribute(name)
  return copy
}
