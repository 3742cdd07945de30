/**
 * Finds the packages among the files that a person dropped or chose: zips, unzipped folders, or several of
 * these.
 */
import type { DroppedPackage, PackageFile } from '../engine/messages.ts'

/** Why nothing is analyzed. */
export type DropProblem = 'notZip' | 'tooMany'

/** Maximum number of packages per drop. They are analyzed one after another, so more would take too long. */
export const packagesMax = 20

const zipName = /\.zip$/i
/** Matches the path of a package's file without its section's folder (`Messages`, `Account`, …). */
const insideSection =
  /^(c?\d{15,21}\/(channel|messages|guild)\.(json|csv)|user\.json|(analytics|modeling|reporting|tns)\/events-[^/]*\.json)$/i

/** Paths begin with the name of the dropped item: `package.zip`, `package/Messages/index.json`. */
export function packagesIn(files: readonly PackageFile[]): DroppedPackage[] | DropProblem {
  const [zips, others] = [files.filter(isZip), files.filter((file) => !isZip(file))]
  // Somebody who opens the unzipped folder and drags everything inside it has dropped one package.
  const areContents = others.some(({ path }) => insideSection.test(path.slice(path.indexOf('/') + 1)))
  const byRoot = Map.groupBy(others, ({ path }) => path.split('/', 1)[0]!)
  const folders = areContents
    ? [folderOf([...byRoot.keys()].join(', '), others)]
    : [...byRoot].flatMap(([name, within]) => packagesOfRoot(name, within))
  const packages = [...zips.map(zipOf), ...folders]
  if (packages.length > packagesMax) return 'tooMany'
  return packages.length === 0 || packages.includes(null) ? 'notZip' : (packages as DroppedPackage[])
}

/**
 * The packages of one dropped item; null stands for a file that is not a package. In a folder with zips and
 * without files of a package, each zip is a package.
 */
function packagesOfRoot(name: string, files: readonly PackageFile[]): (DroppedPackage | null)[] {
  if (files.some(({ path }) => path === name)) return [null]
  const zips = files.filter(({ path }) => zipName.test(path))
  const hasContents = files.some(({ path }) => /\.(json|csv)$/i.test(path))
  return zips.length > 0 && !hasContents ? zips.map(zipOf) : [folderOf(name, files)]
}

function isZip({ path }: PackageFile): boolean {
  return !path.includes('/') && zipName.test(path)
}

function zipOf({ file }: PackageFile): DroppedPackage {
  return { kind: 'zip', name: file.name, file }
}

function folderOf(name: string, files: readonly PackageFile[]): DroppedPackage {
  return { kind: 'folder', name, files }
}
