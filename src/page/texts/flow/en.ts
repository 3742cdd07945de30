/** English texts of the way to a result: Start, Working, and the problems. */
import { type Detail, details } from '../../../errors.ts'
import { createFormats } from '../formats.ts'

const { plural } = createFormats('en')

/** Details without a text of their own: the text of their code says the same. */
const saidByCode = [
  ...(['link_malformed', 'link_expired', 'package_without_owner'] as const),
  ...(['package_unknown', 'key_mismatch'] as const),
]
type Reason = Exclude<Detail, (typeof saidByCode)[number]>
const reasons = Object.fromEntries(
  Object.entries(details)
    .filter(([detail]) => !(saidByCode as string[]).includes(detail))
    .map(([detail, { sentence }]) => [detail, sentence]),
) as Record<Reason, string>

export const flow = {
  title: 'Your years on Discord, as pictures',
  lead: 'Discord gives everyone a copy of their data. Here you can look at yours: whom you wrote to, when you were awake, who came and who went. Nothing is sent to anyone else.',
  link: {
    title: 'Paste the link',
    text: 'This server downloads the package from Discord and counts what is in it. The link and the result stay yours: the server cannot read what it stores.',
    label: 'The link of the “Download” button in Discord’s email',
    placeholder: 'https://click.discord.com/ls/click?upn=…',
    go: 'Go',
    good: 'This looks like a package link.',
    cut: 'This is a Discord link, but part of it is missing: copy the button’s link, not its text.',
    other: 'This is not a package link. Package links begin with https://click.discord.com/ls/click?upn=',
    keep: 'Keep it in this browser',
    keepHint: 'Leave this off on a shared computer.',
  },
  demo: {
    text: 'See everything first, with made-up data.',
    go: 'Open the demo',
  },
  kept: {
    title: 'Kept in this browser',
    open: 'Open',
    waiting: 'still in progress',
    forget: 'Forget',
    size: (size: string, day: string) => `${size}, since ${day}`,
    notForgotten:
      'It could not be forgotten: it is still kept in this browser. Try again, or delete this site’s data in the settings of the browser.',
  },
  howTo: {
    title: 'How to get your package',
    steps: [
      'In Discord, open User Settings › Data & Privacy › “Request all of my data”.',
      'Tick at least Messages and Activity, then submit.',
      'Discord sends you an email within hours or days. Its button holds the link, which works for about 30 days.',
    ],
  },
  leaves: {
    title: 'What leaves this device',
    items: [
      'Of a dropped zip, nothing. A pasted link goes to this server only, which downloads the package from Discord.',
      'The server stores the result encrypted. The key is part of your link; the server does not keep it.',
      'No other host is contacted: no fonts, no images, no tracking.',
    ],
  },
  insecure:
    'The connection to this server is not encrypted (plain http): anyone listening on your network can read the link and the result. At home that may be fine.',
  working: {
    title: 'Working on your package',
    sending: 'Sending the link …',
    waiting: 'Waiting in the queue',
    queue: (before: number) =>
      before === 0
        ? 'Yours is next.'
        : plural(before, { one: '# package ahead of yours.', other: '# packages ahead of yours.' }),
    downloading: 'Downloading from Discord',
    bytes: (done: string, total: string) => `${done} of ${total}`,
    someBytes: (done: string) => `${done} so far`,
    analyzing: 'Counting',
    analyzingHint: 'Messages, events, calls. Large packages take a minute.',
    unreachable: 'The server is not answering right now. This page keeps trying.',
    busy: 'The server is busy and accepts nothing more from you right now. This page keeps trying.',
    mayClose: 'You can close this page: the server keeps working, and this browser remembers where to look.',
    mustStay: 'Keep this page open, or keep the link: this browser does not keep it.',
    leave: 'Back to the start',
    steps: ['Wait', 'Download', 'Count', 'Look'],
  },
  problems: {
    title: 'That did not work',
    INVALID_LINK:
      'This is not the link of a data package. Copy the whole link of the button in Discord’s email.',
    EXPIRED_LINK:
      'Discord no longer hands out this package: links work for about 30 days. Request a new one from Discord.',
    MISSING_USER_DATA: 'This package does not say whose it is.',
    UNKNOWN_PACKAGE_ID: 'This server no longer has the result. Paste the link again.',
    NO_RESULT: 'This server does not have this result.',
    UNAUTHORIZED: 'The link does not belong to this result. Paste the link again.',
    UNKNOWN_ERROR: 'The server could not make a result of this package.',
    PAGE_ERROR: 'The result could not be opened in this browser.',
    reason: (sentence: string) => `The reason: ${sentence}`,
    reasons,
  },
}
