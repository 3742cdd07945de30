/** Settings for administration over HTTP. */
import { secretOption } from './option.ts'
import { strongSecret } from './setting-types.ts'

export const adminOptions = {
  adminToken: secretOption<string | null>(
    'ADMIN_TOKEN',
    null,
    strongSecret,
    'Token for the routes under /admin; unset: the routes do not exist. Make one: openssl rand -hex 32',
  ),
}
