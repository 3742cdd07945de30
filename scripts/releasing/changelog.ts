/** Checks what CHANGELOG.md says about a version before its release. */

/**
 * The lines below the version's heading, without the heading; null if the version has no section or an empty
 * one.
 */
export function notesOf(changelog: string, version: string): string | null {
  const section = changelog.split(/^## /m).find((part) => part.startsWith(`[${version}]`))
  return section?.slice(section.indexOf('\n')).trim() || null
}

/** The reasons why this version cannot be released, one sentence each; empty if it can. */
export function complaintsAbout(version: string, packageVersion: string, changelog: string): string[] {
  if (!/^\d+\.\d+\.\d+$/.test(version)) return ['usage: scripts/release VERSION, like 1.2.3']
  const complaints = []
  if (version !== packageVersion)
    complaints.push(`package.json has version ${packageVersion}, not ${version}`)
  if (notesOf(changelog, version) === null) {
    complaints.push(`CHANGELOG.md says nothing about ${version}: write what changed below "## [${version}]"`)
  }
  if (notesOf(changelog, 'Unreleased') !== null) {
    complaints.push(`CHANGELOG.md still has lines below "## [Unreleased]": move them below "## [${version}]"`)
  }
  return complaints
}
