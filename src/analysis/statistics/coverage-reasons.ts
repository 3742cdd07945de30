/**
 * Why the numbers of a source may say less than they seem to: what `coverage.reasons` may hold, in this
 * order.
 */
export const coverageReasons = ['unusable_files', 'mostly_unusable', 'too_long', 'too_many'] as const
export type CoverageReason = (typeof coverageReasons)[number]
