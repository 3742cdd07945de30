/** Settings for notifications. */
import { secretOption } from './option.ts'

export const notificationsOptions = {
  webhookUrl: secretOption<string | null>(
    'WH_URL',
    null,
    webhookUrl,
    'Address of a Discord webhook that reports packages that are new, submitted again, ready, failed or deleted',
  ),
}

/** The whole address is a secret: anyone who has it can write to the channel. */
function webhookUrl(given: string): string {
  const url = URL.parse(given)
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.hash) {
    throw new Error('must be an http or https address, like https://discord.com/api/webhooks/…')
  }
  return url.href
}
