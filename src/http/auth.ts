/** Who may see a package: whoever has its KEY, sent as `Authorization: Bearer KEY`. */
import { packageIdOf, sameBytes, verifierOf } from '../crypto.ts'
import { isKey } from '../data-package/fetch/link.ts'

/**
 * The KEY of the request when it belongs to this package id, else null. Looks at nothing but the request: a wrong KEY
 * learns nothing about which packages exist.
 */
export function keyFor(request: Request, packageId: string): string | null {
  const [, key] = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
  return key !== undefined && isKey(key) && packageIdOf(key) === packageId ? key : null
}

/** True when the KEY is the one that the package was put in with: an MD5 is not proof enough. In constant time. */
export function isOwner(state: { id: string; verifier: Uint8Array }, key: string): boolean {
  return sameBytes(state.verifier, verifierOf(key, state.id))
}
