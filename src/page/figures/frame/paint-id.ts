/** Ids for gradients and patterns, which pictures reference by `url(#…)`. */
import { useId } from 'preact/hooks'

/** Unique in the document; letters only. */
export function usePaintId(): string {
  return `paint${useId().replaceAll(/[^\w-]/g, '')}`
}
