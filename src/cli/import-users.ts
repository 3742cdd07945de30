/**
 * The part of `import-legacy` for names and avatars. Users that dumpus-api looked up in the last 24 hours
 * need not be looked up again.
 */
import type { Database } from '../db/connect.ts'
import { keep } from '../discord/cache.ts'
import { readUser, type User } from '../discord/services.ts'
import type { CachedUser, LegacySource } from '../legacy/source.ts'

const usersPerBatch = 500

/** Imports cached users that have not expired, for their remaining time. Returns how many. */
export async function importUsers(source: LegacySource, target: Database): Promise<number> {
  let count = 0
  for (let after = ''; ;) {
    const users = await source.users(after, usersPerBatch)
    if (users.length === 0) return count
    after = users.at(-1)!.userId
    for (const cached of users) {
      const user = userOf(cached)
      if (!user) continue
      await keep(target, 'user', cached.userId, user, cached.secondsLeft)
      count++
    }
  }
}

/** Null unless a lookup would have cached the response. */
function userOf({ userId, payload }: CachedUser): User | null {
  try {
    return readUser({ status: 200, body: JSON.parse(payload) }, userId)
  } catch {
    return null
  }
}
