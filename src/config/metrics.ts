/** Settings for the Prometheus metrics. */
import { secretOption } from './option.ts'
import { strongSecret } from './setting-types.ts'

export const metricsOptions = {
  metricsToken: secretOption<string | null>(
    'METRICS_TOKEN',
    null,
    strongSecret,
    'Token for GET /metrics; unset: the route does not exist. Make one: openssl rand -hex 32',
  ),
}
