/** Settings of the metrics for Prometheus. */
import { secretOption } from './option.ts'
import { strongSecret } from './setting-types.ts'

export const metricsOptions = {
  metricsToken: secretOption<string | null>(
    'METRICS_TOKEN',
    null,
    strongSecret,
    'Opens GET /metrics, for whoever sends it; unset: there is no such route. Make one: openssl rand -hex 32',
  ),
}
