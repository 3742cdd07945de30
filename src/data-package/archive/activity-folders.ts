/** The names of the four folders of activity files. The same event may be in several of them. */

export const activityFolders = ['analytics', 'modeling', 'reporting', 'tns'] as const
export type ActivityFolder = (typeof activityFolders)[number]

/** Whether a source in the result's tables `coverage` and `tracking_gaps` is one of these folders. */
export function isActivityFolder(source: string): source is ActivityFolder {
  return (activityFolders as readonly string[]).includes(source)
}
