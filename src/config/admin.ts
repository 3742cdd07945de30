/** Settings of administration over HTTP. */
import { secretOption } from './option.ts'
import { strongSecret } from './setting-types.ts'

export const adminOptions = {
  adminToken: secretOption<string | null>(
    'ADMIN_TOKEN',
    null,
    strongSecret,
    'Opens the routes below /admin, for whoever sends it; unset: there are no such routes. Make one: openssl rand -hex 32',
  ),
}
