/** Writes one event as a line, in the form used since 2021. */
import type { PlannedEvent, PlannedSession } from './activity-model.ts'
import { writeFields } from './event-fields.ts'
import type { EventContext, SentMessage } from './event-fields.ts'
import { rewriteLine, rewritesLines } from './line-quirks.ts'
import { games } from './names-and-phrases.ts'
import type { PackageOptions } from './options.ts'
import { Random } from './random.ts'
import { sentMessagesOf, type SentMessages } from './sent-messages.ts'
import { dayMs, isoOf, snowflake } from './time.ts'
import type { World } from './world.ts'

const domains = ['Analytics', 'Reporting', 'TrustAndSafety', 'Modeling']
/** The field `day` is the number of days since this date. */
const dayZero = Date.UTC(2016, 0, 27)

/** Writes the lines of one file. It needs the events in the order of the plan. */
export class LineWriter {
  private readonly random = new Random()
  private readonly places: { city: string; country: string; region: string; zone: string }[]
  private session: PlannedSession | null = null
  private sessionText = ''
  private sessionId = ''
  private readonly rewrites: boolean
  private readonly sent: SentMessages

  constructor(
    private readonly folder: number,
    private readonly world: World,
    private readonly options: PackageOptions,
  ) {
    this.rewrites = rewritesLines(options.quirks)
    this.sent = sentMessagesOf(world, options)
    this.places = [
      { city: 'Lyon', country: 'FR', region: 'ARA', zone: 'Europe/Paris' },
      { city: 'Lyon', country: 'FR', region: 'ARA', zone: 'Europe/Paris' },
      { city: 'Zürich', country: 'CH', region: 'ZH', zone: 'Europe/Zurich' },
      { city: 'null', country: 'null', region: 'null', zone: 'null' },
    ]
  }

  write(event: PlannedEvent): string {
    if (this.session?.index !== event.session.index) this.enter(event.session)
    const { random } = this
    random.seed(this.options.seed, event.index, 9)
    const id = eventId(random)
    const fields = writeFields(event.type.fields, this.contextOf(event))
    const { name, source } = event.type
    const line =
      `{"event_type":"${name}",${event.hasId ? `"event_id":"${id}",` : ''}"event_source":"${source}",` +
      `${this.sessionText}${fields}${timesOf(event, random)}}`
    return this.rewrites ? rewriteLine(line, event, this.options.quirks, random) : line
  }

  private contextOf(event: PlannedEvent): EventContext {
    const { random, world } = this
    const channel = event.place
      ? event.place.channel
      : (world.channels[Math.floor(random.fraction() ** 2 * world.channels.length)] ?? null)
    let sent: SentMessage | undefined
    const guild = event.place ? event.place.guild : (channel?.guild ?? this.anyGuild())
    return {
      random,
      world,
      time: event.time,
      channel,
      channelId: event.place?.channelId ?? channel?.id ?? '400000000000000001',
      guild,
      sessionId: this.sessionId,
      durationMs: event.durationMs,
      gameIndex: this.gameAt(event.time),
      sentMessage: () => (sent ??= this.sentMessage(event.time)),
    }
  }

  /** With habits, the favourite game changes every 500 days. */
  private gameAt(time: number): number {
    const { random, world } = this
    const drawn = Math.floor(random.fraction() ** world.skew * games.length)
    if (world.skew === 1) return drawn
    return (drawn + Math.floor((time - world.start) / (500 * dayMs))) % games.length
  }

  /** A message that the export contains, or sometimes one that was deleted before it. */
  private sentMessage(time: number): SentMessage {
    const { random, world } = this
    const kept = random.chance(this.options.habits ? 0.97 : 0.9) ? this.sent.nearest(time) : null
    if (kept) return kept
    const channel = world.channels.length > 0 ? random.pick(world.channels) : null
    return { id: snowflake(time, random.bits()), channel }
  }

  /** Some events without a guild channel still have a guild. */
  private anyGuild(): World['guilds'][number] | null {
    const { guilds } = this.world
    return guilds.length > 0 && this.random.chance(0.4) ? this.random.pick(guilds) : null
  }

  /** The fields that are constant within a session, in the order of real lines. */
  private enter(session: PlannedSession): void {
    const { random, folder, world, options } = this
    random.seed(options.seed, session.index, 10)
    this.session = session
    this.sessionId = random.hex(32)
    const { device } = session
    const place = random.pick(this.places)
    const build = 90_000 + Math.floor((session.started - dayZero) / dayMs) * 60
    const ip = [
      random.integer(60, 90),
      random.integer(0, 255),
      random.integer(0, 255),
      random.integer(1, 254),
    ]
    this.sessionText = Object.entries({
      ...(!options.quirks.noUserIds && { user_id: world.owner.id }),
      domain: domains[folder]!,
      freight_hostname: `discord-freight-prd-${random.hex(4)}`,
      ip: ip.join('.'),
      day: String(Math.floor((session.started - dayZero) / dayMs)),
      chosen_locale: 'fr',
      detected_locale: 'fr-FR',
      browser: device.browser,
      device: device.os === 'Android' ? 'Pixel 7a, panther' : '',
      device_vendor_id: uuid(random),
      os: device.os,
      os_version: device.os === 'Android' ? '14' : '10.0.22631',
      client_build_number: String(build),
      release_channel: 'stable',
      client_version: `1.0.${build % 9999}`,
      city: place.city,
      country_code: place.country,
      region_code: place.region,
      time_zone: place.zone,
      cpu_core_count: '12',
      client_heartbeat_session_id: uuid(random),
      launch_id: uuid(random),
      client_rtc_state: random.pick(['DISCONNECTED', 'RTC_CONNECTED']),
    })
      .map(([name, value]) => `"${name}":"${value}"`)
      .join(',')
  }
}

/** The three times at the end of a line, each as JSON text within a JSON string. */
function timesOf(event: PlannedEvent, random: Random): string {
  const quoted = (time: number) => `"\\"${isoOf(time)}\\""`
  const client = event.type.source === 'client'
  const track = event.time - random.integer(20, 400)
  const sent = client ? quoted(track + random.integer(1, 19)) : '"null"'
  const tracked = client ? quoted(track) : '"null"'
  const stamp = {
    good: () => quoted(event.time),
    untimed: () => untimed(random),
    outside: () => outside(random),
  }
  return `,"client_send_timestamp":${sent},"client_track_timestamp":${tracked},"timestamp":${stamp[event.fate]()}`
}

function untimed(random: Random): string {
  return random.pick(['null', '"null"', '""', '"\\"\\""', '"not a time"', '{}'])
}

function outside(random: Random): string {
  return random.pick([
    '"\\"2014-12-31T23:00:00.000Z\\""',
    '"\\"1970-01-01T00:00:00.000Z\\""',
    '"\\"2099-05-05T05:05:05.555Z\\""',
  ])
}

const pairAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
let pairs: string[] = []

/** An id like those of real events: base64 of random bytes with a fixed prefix. */
function eventId(random: Random): string {
  if (pairs.length === 0) {
    pairs = [...pairAlphabet].flatMap((first) => [...pairAlphabet].map((second) => first + second))
  }
  let id = 'AQED'
  for (let round = 0; round < 7; round++) {
    const bits = random.bits()
    id += pairs[bits & 0xfff]! + pairs[(bits >>> 12) & 0xfff]!
  }
  return `${id}=`
}

function uuid(random: Random): string {
  const hex = random.hex(32)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}
