/** Makes the files of the Account folder: user.json, payments, applications, pictures. */
import { games } from './names-and-phrases.ts'
import { exportDayOf, exportTimeOf, type PackageOptions } from './options.ts'
import { Random } from './random.ts'
import type { PaymentRecord } from './record.ts'
import { dayOf, isoOf, snowflake } from './time.ts'
import type { Person, World } from './world.ts'

/**
 * A payment as packages have it. `row` is what a reader makes of it; null when the payment does not count.
 */
export interface Payment {
  json: Record<string, unknown>
  row: PaymentRecord | null
}

/**
 * The ways a payment can end. `left` is the share of the amount that counts; null when the payment does not
 * count. `always` marks the kinds that count, which are used in turns. Of the kinds without it, a package has
 * one payment each.
 */
const paymentKinds = [
  { always: true, status: 1, currency: 'usd', description: 'Nitro Monthly', refunded: 0, left: 1 },
  { always: true, status: 1, currency: 'eur', description: 'Nitro Basic Monthly', refunded: 0, left: 1 },
  { always: true, status: 1, currency: 'eur', description: null, refunded: 0.5, left: 0.5 },
  { always: true, status: 1, currency: 'jpy', description: 'Server Boost', refunded: 0, left: 1 },
  { always: false, status: 1, currency: 'usd', description: 'Nitro Yearly', refunded: 1, left: null },
  {
    always: false,
    status: 1,
    currency: 'discord_orb',
    description: 'Avatar decoration',
    refunded: 0,
    left: null,
  },
  { always: false, status: 2, currency: 'usd', description: 'Nitro Monthly', refunded: 0, left: null },
  {
    always: false,
    status: 5,
    currency: 'usd',
    description: 'Temporary Authorization -- Nitro Monthly',
    refunded: 0,
    left: null,
  },
  {
    always: false,
    status: 1,
    currency: 'usd',
    description: 'Temporary Authorization -- Nitro Monthly',
    refunded: 0,
    left: null,
  },
] as const

const relationshipNumbers: Record<string, number> = {
  FRIEND: 1,
  BLOCKED: 2,
  PENDING_INCOMING: 3,
  PENDING_OUTGOING: 4,
  IMPLICIT: 5,
}

/** The payments of a package: those that count and, if there are any, one of each kind that does not. */
export function createPayments(world: World, options: PackageOptions): Payment[] {
  const random = new Random(options.seed, 20)
  const counting = paymentKinds.filter(({ always }) => always)
  const kinds = Array.from({ length: options.payments }, (_, index) => counting[index % counting.length]!)
  const all = options.payments > 0 ? [...kinds, ...paymentKinds.filter(({ always }) => !always)] : []
  const payments = all.map((kind) => {
    const time = world.start + Math.floor(random.fraction() * (world.end - world.start))
    const id = snowflake(time, random.bits())
    const amount = random.integer(2, 60) * 50
    const { status, currency, description } = kind
    const base = {
      id,
      created_at: `${isoOf(time).slice(0, 23)}678+00:00`,
      currency,
      tax: 0,
      tax_inclusive: true,
    }
    const details = {
      payment_gateway: 1,
      sku_id: snowflake(world.start, 7),
      sku_price: amount,
      subscription: null,
    }
    return {
      time,
      json: {
        ...base,
        amount,
        amount_refunded: amount * kind.refunded,
        status,
        description,
        flags: 0,
        payment_source: {
          id: snowflake(world.start, 8),
          type: 1,
          brand: 'visa',
          last_4: '4242',
          country: 'FR',
        },
        ...details,
      },
      row:
        kind.left === null
          ? null
          : { id, date: dayOf(time), amount: amount * kind.left, currency, description: description ?? '' },
    }
  })
  return payments.filter(({ time }) => time < exportTimeOf(options))
}

/** Account/user.json. */
export function userJsonOf(world: World, options: PackageOptions, payments: Payment[]): string {
  const { owner } = world
  const random = new Random(options.seed, 21)
  const user = {
    ...identityOf(owner),
    email: `${options.canary ?? owner.username}@example.com`,
    verified: true,
    has_mobile: true,
    phone: '+33600000000',
    premium_until: `${exportDayOf(options)}T09:00:00.000000+00:00`,
    flags: options.quirks.integerEnums ? 128 : ['HYPESQUAD_ONLINE_HOUSE_2'],
    ip: '82.64.10.20',
    settings: settingsOf(world, random),
    connections: [
      { type: 'github', id: '1234', name: owner.username, revoked: false, visibility: 1, friend_sync: false },
      { type: 'contacts', id: 'c', name: 'Contacts', revoked: false, visibility: 0, friend_sync: true },
    ],
    relationships: relationshipsOf(world, options),
    guild_settings: world.guilds.map(({ id }) => ({
      guild_id: id,
      muted: random.chance(0.3),
      channel_overrides: [],
    })),
    user_activity_application_statistics: world.applications.map((id, index) => ({
      application_id: id,
      last_played_at: isoOf(world.end - index * 1e9),
      total_duration: random.integer(60, 400_000),
    })),
    library_applications: games
      .slice(0, 3)
      .map((name, index) => ({ application: { id: world.applications[index], name } })),
    user_sessions: [],
    mfa_sessions: [],
    notes: Object.fromEntries(world.people.slice(0, 3).map(({ id }) => [id, 'met at the tea house'])),
    current_orbs_balance: 340,
    ...(options.quirks.paymentsInUserJson && { payments: payments.map(({ json }) => json) }),
  }
  const text = JSON.stringify(user, null, 4)
  return options.quirks.brokenUserJson ? text.slice(0, Math.floor(text.length * 0.7)) : text
}

/** Account/user_data_exports/discord_billing/payments.json, in packages since 2026. */
export function paymentsJsonOf(options: PackageOptions, payments: Payment[]): string {
  return JSON.stringify({
    section: 'discord_billing',
    generated_at: `${exportDayOf(options)}T10:00:00Z`,
    record_count: payments.length,
    metadata: {
      schema_description: 'Billing',
      columns: [{ name: 'status', description: '1 is completed' }],
    },
    records: payments.map(({ json }) => json),
  })
}

/** The application.json of one application. It contains a secret, as in old packages. */
export function applicationJsonOf(id: string): string {
  const bot = { id, username: 'helper-bot', discriminator: '0420', bot: true }
  return JSON.stringify({
    id,
    name: 'Helper',
    description: '',
    bot_public: true,
    flags: [],
    bot,
    bot_token: 'secret',
  })
}

/** Bytes that begin like a picture and, like a picture, do not compress. */
export function pictureBytes(seed: number): Uint8Array {
  const random = new Random(seed, 22)
  const body = Buffer.from(random.hex(1200), 'hex')
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), body])
}

function identityOf({ id, username, displayName, avatar }: Person): Record<string, unknown> {
  return { id, username, discriminator: 0, global_name: displayName, avatar_hash: avatar }
}

function relationshipsOf({ people }: World, { quirks }: PackageOptions): unknown[] {
  return people
    .filter(({ relationship }) => relationship !== null)
    .map((person) => ({
      id: person.id,
      type: quirks.integerEnums ? relationshipNumbers[person.relationship!] : person.relationship,
      nickname: null,
      user: {
        id: person.id,
        username: person.username,
        global_name: person.displayName,
        avatar: person.avatar,
        discriminator: person.discriminator,
        public_flags: 0,
        avatar_decoration_data: null,
      },
    }))
}

function settingsOf({ emojis, guilds }: World, random: Random): unknown {
  const uses = emojis.map(({ id }) => [
    id,
    { totalUses: random.integer(1, 500), recentUses: [], score: random.integer(1, 100), frecency: 10 },
  ])
  return {
    settings: {
      versions: { clientVersion: 20, serverVersion: 1 },
      appearance: { theme: 'DARK', developerMode: true },
      localization: { locale: { value: 'fr' } },
      status: { status: { value: 'online' } },
      guildFolders: { guildPositions: guilds.map(({ id }) => id) },
    },
    frecency: { emojiFrecency: { emojis: Object.fromEntries(uses) }, favoriteEmojis: { emojis: [] } },
  }
}
