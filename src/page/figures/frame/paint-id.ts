/** Ids for gradients and patterns, which pictures reference by `url(#…)`. */
import { useId } from 'preact/hooks'

/** Unique in the document; only letters, digits, `_` and `-`. */
export function usePaintId(): string {
  return `paint${useId().replaceAll(/[^\w-]/g, '')}`
}
