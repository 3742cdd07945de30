/** Settings for lookups: which service returns names and avatars of Discord users and servers. */
import { option, secretOption } from './option.ts'
import { integer, publicUrl } from './setting-types.ts'

export const lookupsOptions = {
  discordBotToken: secretOption<string | null>(
    'DISCORD_BOT_TOKEN',
    null,
    botToken,
    'Token of a Discord bot that looks up names and avatars of users and servers; unset: servers are not looked up',
  ),
  diswhoBaseUrl: option<string | null>(
    'DISWHO_BASE_URL',
    null,
    publicUrl,
    'Address of a DisWho service that looks up users instead of Discord; servers still need the bot',
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
    'Address of Discord’s API, or of your own proxy that limits the rate of several servers together',
  ),
  lookupSeconds: option(
    'LOOKUP_SECONDS',
    30,
    integer(1, 100),
    'Longest wait for a lookup, including the queue, Discord’s rate limit and the response',
  ),
  lookupQueueMax: option(
    'LOOKUP_QUEUE_MAX',
    1000,
    integer(1, 100_000),
    'Lookups of users waiting at the same time, and a tenth as many of servers; addresses take turns, and one address gets at most half of each',
  ),
  lookupHours: option('LOOKUP_HOURS', 24, integer(1, 720), 'How long a name and avatar are cached'),
}

type LookupSettings = { [Name in keyof typeof lookupsOptions]: (typeof lookupsOptions)[Name]['default'] }

/**
 * Settings that contradict each other, in sentences that name them. The argument does not contain malformed
 * settings.
 */
export function lookupContradictions({ diswhoBaseUrl, diswhoJwtSecret }: Partial<LookupSettings>): string[] {
  if (diswhoBaseUrl && diswhoJwtSecret === null)
    return ['DISWHO_JWT_SECRET must be set as well for DISWHO_BASE_URL']
  if (diswhoJwtSecret && diswhoBaseUrl === null)
    return ['DISWHO_BASE_URL must be set as well for DISWHO_JWT_SECRET']
  return []
}

/** Three parts separated by dots. Common mistakes are a preceding word Bot, and the application's id. */
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
