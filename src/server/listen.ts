/** Starts listening, or explains in a sentence why that is impossible. */
import { type Config, ConfigError } from '../config/config.ts'
import type { App } from '../http/app.ts'
import { listen, type Listening } from '../http/server.ts'
import type { Logger } from '../telemetry/logger.ts'

/** Starts listening. Throws ConfigError. */
export function listenOrExplain(app: App, config: Config, logger: Logger): Listening {
  const { host, port } = config
  try {
    return listen(app, config, logger)
  } catch (error) {
    const { code = '' } = error as { code?: string }
    const why = listenFailures[code] ?? `the system says ${code || 'nothing more'}`
    throw new ConfigError(`PORT ${port} of HOST ${host} cannot be listened on: ${why}`)
  }
}

const listenFailures: Record<string, string> = {
  EADDRINUSE: 'another program is using it. Stop that one, or set PORT to another number',
  EACCES:
    'ports below 1024 are not for ordinary users. Set PORT to a higher number, and let a proxy have 80 and 443',
  EADDRNOTAVAIL: 'HOST is no address of this machine. 0.0.0.0 means all of them',
}
