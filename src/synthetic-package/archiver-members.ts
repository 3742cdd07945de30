/** What archivers add to a package: entries for folders, and the resource files of macOS. */
import type { Random } from './random.ts'
import type { Member } from './zip-writer.ts'

export function withDirectories(members: Member[]): Member[] {
  const seen = new Set<string>()
  return members.flatMap((member) => {
    const parts = member.name.split('/').slice(0, -1)
    const folders = parts.map((_, depth) => `${parts.slice(0, depth + 1).join('/')}/`)
    const missing = folders.filter((folder) => !seen.has(folder))
    for (const folder of missing) seen.add(folder)
    return [...missing.map((name): Member => ({ name, content: () => [''] })), member]
  })
}

/** What the archiver of macOS adds: a resource file (`._name`) for some files, and folder settings. */
export function junkMembers(members: Member[], random: Random): Member[] {
  const shadows = members
    .filter(({ name }) => !name.endsWith('/') && random.chance(0.3))
    .map(({ name }) => {
      const cut = name.lastIndexOf('/') + 1
      const shadow = `__MACOSX/${name.slice(0, cut)}._${name.slice(cut)}`
      return { name: shadow, content: () => [Buffer.from('0005160700020000', 'hex')] }
    })
  return [...shadows, { name: '.DS_Store', content: () => [Buffer.alloc(64, 1)] }]
}
