/** Ids for gradients and patterns, which pictures name by `url(#…)`. */
import { useId } from 'preact/hooks'

/** Unique in the document and plain letters. */
export function usePaintId(): string {
  return `paint${useId().replaceAll(/[^\w-]/g, '')}`
}
