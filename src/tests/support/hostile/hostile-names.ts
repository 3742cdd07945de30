/**
 * A package whose names try to break a page: names of people, servers, channels, games, emoji and payments,
 * and words.
 */
import { account, type Files, line, ownerId } from '../../oracle/sample-package.ts'

/** Changes the page's title if the browser runs it as HTML. */
export const markup = `<img src=x onerror="document.title='broken'">`

const names = [
  markup,
  'W'.repeat(10_000),
  '\u202Eright to left \u2066 Ω עברית',
  '👩‍👩‍👧‍👦'.repeat(300),
  // An invisible letter, and an empty name.
  '\u3164',
  '',
]

const idOf = (kind: number, index: number) => `${kind}0000000000000000${index}`
const [direct, user, guild, channel, game] = [6, 7, 8, 5, 9]

/** The addresses of the screens of each person, server and channel. */
export const hostileAddresses = names.flatMap((_, index) => [
  `#/people/${idOf(user, index)}`,
  `#/places/${idOf(guild, index)}`,
  `#/places/${idOf(guild, index)}/${idOf(channel, index)}`,
])

export function hostilePackage(): Files {
  const files: Files = {
    'Account/user.json': account({
      username: markup,
      global_name: markup,
      user_activity_application_statistics: names.map((_, index) => ({
        application_id: idOf(game, index),
        total_duration: 6000 - index,
        last_played_at: '2023-05-05T10:00:00Z',
      })),
      payments: names.map((name, index) => ({
        id: idOf(4, index),
        created_at: '2023-05-05T10:00:00Z',
        ...{ currency: 'eur', amount: 500 + index, status: 1, description: name },
      })),
    }),
  }
  const index: Record<string, string> = {}
  const servers: Record<string, string> = {}
  const lines: string[] = []
  names.forEach((name, number) => {
    index[idOf(direct, number)] = `Direct Message with ${name}`
    index[idOf(channel, number)] = `${name} in ${name}`
    servers[idOf(guild, number)] = name
    Object.assign(files, filesOf(name, number))
    lines.push(...linesOf(name, number))
  })
  files['Messages/index.json'] = index
  files['Servers/index.json'] = servers
  files['Activity/analytics/events-2024-00000-of-00001.json'] = lines.join('')
  return files
}

function filesOf(name: string, number: number): Files {
  const server = { id: idOf(guild, number), name }
  return {
    [`Messages/c${idOf(direct, number)}/channel.json`]: {
      id: idOf(direct, number),
      type: 'DM',
      recipients: [ownerId, idOf(user, number)],
    },
    [`Messages/c${idOf(direct, number)}/messages.json`]: messages(name, number, 40 - number),
    [`Messages/c${idOf(channel, number)}/channel.json`]: {
      id: idOf(channel, number),
      type: 'GUILD_TEXT',
      name,
      guild: server,
    },
    [`Messages/c${idOf(channel, number)}/messages.json`]: messages(name, number + 20, 30 - number),
    [`Servers/${server.id}/guild.json`]: server,
  }
}

/** Messages in several months, so that the figures have something to draw. */
function messages(name: string, seed: number, count: number): object[] {
  return Array.from({ length: count }, (_, message) => ({
    ID: Number(`${seed}${message}`),
    Timestamp: `202${2 + (message % 2)}-0${1 + (message % 6)}-1${message % 10} 1${message % 10}:00:00`,
    Contents: `hello there again ${name.slice(0, 60)} ${name.slice(0, 60)}`,
    Attachments: '',
  }))
}

function linesOf(name: string, number: number): string[] {
  const time = (month: number) => `2023-0${month}-1${number}T12:00:00Z`
  const call = { duration: 600_000 + number }
  const played = {
    game: name,
    game_name: name,
    game_id: idOf(game, number),
    application_id: idOf(game, number),
  }
  return [1, 2, 3, 4].flatMap((month) => [
    line('leave_voice_channel', time(month), { channel_id: idOf(direct, number), ...call }),
    line('leave_voice_channel', time(month), {
      ...{ channel_id: idOf(channel, number), guild_id: idOf(guild, number), ...call },
    }),
    line('launch_game', time(month), played),
    line('add_reaction', time(month), { emoji_name: name }),
    line('guild_joined', time(month), { guild_id: idOf(guild, number), guild_name: name, join_method: name }),
    line('video_stream_ended', time(month), {
      duration: 900,
      participant_type: 'streamer',
      context: 'stream',
    }),
  ])
}

/**
 * An expression for the page that opens all tables of the screen and returns its problems: markup that became
 * elements or ran, names without a visible letter, labels outside their picture, texts outside the window.
 */
export const unsound = `(async () => {
  const frames = (count) => new Promise((done) => {
    const next = () => (count-- > 0 ? requestAnimationFrame(next) : done())
    next()
  })
  for (const button of document.querySelectorAll('.figure-more')) button.click()
  await frames(3)
  const wrong = []
  const say = (what, one) => wrong.push(what + ': ' + one.outerHTML.slice(0, 160))
  if (document.title.includes('broken')) wrong.push('a name ran')
  for (const one of document.querySelectorAll('main img, main script, .bar img')) say('element', one)
  // Isolates, fillers, joiners and blanks are not visible letters.
  const ink = (text) => text.replace(/[\\s\\u115f\\u1160\\u3164\\uffa0\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff]/g, '')
  for (const one of document.querySelectorAll('main a, main th, main bdi, main h2, main h3, main button, main text, main option'))
    if (!ink(one.textContent) && !ink(one.getAttribute('aria-label') ?? '')) say('nothing', one)
  for (const text of document.querySelectorAll('main .plot text')) {
    if (text.closest('.clip')) continue
    const [own, plot] = [text.getBoundingClientRect(), text.closest('.plot').getBoundingClientRect()]
    if (own.right > plot.right + 6 || own.left < plot.left - 6) say('beyond the picture', text)
  }
  for (const one of document.querySelectorAll('main h2, main p, main .fact, main li, main .chip')) {
    const { left, right } = one.getBoundingClientRect()
    if (right > innerWidth + 1 && !one.closest('.chips, .table-frame, .card-source')) say('beyond the window ' + left, one)
  }
  return wrong
})()`
