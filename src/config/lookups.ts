/** Settings of lookups: who is asked for names and pictures of Discord users and servers. */
import { option, secretOption } from './option.ts'
import { integer, publicUrl } from './setting-types.ts'

export const lookupsOptions = {
  discordBotToken: secretOption<string | null>(
    'DISCORD_BOT_TOKEN',
    null,
    botToken,
    'Token of a Discord bot: names and pictures of users and servers are looked up with it; unset: servers are not',
  ),
  diswhoBaseUrl: option<string | null>(
    'DISWHO_BASE_URL',
    null,
    publicUrl,
    'Address of a DisWho service, which is asked for users instead of Discord; servers still need the bot',
  ),
  diswhoJwtSecret: secretOption<string | null>(
    'DISWHO_JWT_SECRET',
    null,
    sharedText,
    'Secret that this server shares with DisWho (its JWT_SECRET)',
  ),
  discordApiBaseUrl: option(
    'DISCORD_API_BASE_URL',
    'https://discord.com/api/v10',
    publicUrl,
    'Address of Discord’s API; another one for a proxy of yours that counts requests for several servers',
  ),
  lookupSeconds: option(
    'LOOKUP_SECONDS',
    30,
    integer(1, 100),
    'Longest wait for a lookup: its turn, Discord’s rate limit, and the answer',
  ),
  lookupQueueMax: option('LOOKUP_QUEUE_MAX', 1000, integer(1, 100_000), 'Lookups waiting at the same time'),
  lookupHours: option(
    'LOOKUP_HOURS',
    24,
    integer(1, 720),
    'How long a name and picture are kept before they are looked up again',
  ),
}

type LookupSettings = { [Name in keyof typeof lookupsOptions]: (typeof lookupsOptions)[Name]['default'] }

/** What does not go together, as sentences that name the settings. A malformed setting is not there. */
export function lookupContradictions({ diswhoBaseUrl, diswhoJwtSecret }: Partial<LookupSettings>): string[] {
  if (diswhoBaseUrl && diswhoJwtSecret === null)
    return ['DISWHO_JWT_SECRET must be set as well for DISWHO_BASE_URL']
  if (diswhoJwtSecret && diswhoBaseUrl === null)
    return ['DISWHO_BASE_URL must be set as well for DISWHO_JWT_SECRET']
  return []
}

/** Three parts with dots between them; people also paste the word Bot, or the application's id. */
function botToken(given: string): string {
  if (!/^[\w-]{10,100}\.[\w-]{4,40}\.[\w-]{20,200}$/.test(given)) {
    throw new Error('must be a bot’s token as the developer portal shows it, without the word Bot')
  }
  return given
}

function sharedText(given: string): string {
  if (!/^[\x21-\x7e]{1,1024}$/.test(given)) throw new Error('must be 1 to 1024 visible ASCII characters')
  return given
}
