/**
 * The reasons why the numbers of a source may be incomplete. `coverage.reasons` contains them in this order.
 */
export const coverageReasons = ['unusable_files', 'mostly_unusable', 'too_long', 'too_many'] as const
export type CoverageReason = (typeof coverageReasons)[number]
