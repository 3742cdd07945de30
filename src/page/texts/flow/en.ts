/** English texts of the way to a result: Start, Working, and what may go wrong. */
import { createFormats } from '../formats.ts'

const { plural } = createFormats('en')

export const flow = {
  title: 'Your years on Discord, as pictures',
  lead: 'Discord gives everyone a copy of their data. Here you can look at yours: whom you wrote to, when you were awake, who came and who went. Nothing is sent to anybody else.',
  link: {
    title: 'Paste the link',
    text: 'This server downloads the package from Discord and counts it. Link and result belong to you: the server cannot read what it keeps.',
    label: 'The link of the “Download” button in Discord’s mail',
    placeholder: 'https://click.discord.com/ls/click?upn=…',
    go: 'Go',
    good: 'That is a package link.',
    cut: 'This is a link of Discord’s, but a piece is missing: copy the whole link of the button, not its text.',
    other: 'This is not a package link. It begins with https://click.discord.com/ls/click?upn=',
    keep: 'Keep it in this browser',
    keepHint: 'On a computer that others use, leave this off.',
  },
  demo: {
    title: 'Just looking?',
    text: 'See everything with an invented person first.',
    go: 'Open the demo',
  },
  kept: {
    title: 'Kept in this browser',
    open: 'Open',
    waiting: 'still being worked on',
    forget: 'Forget',
    size: (size: string, day: string) => `${size}, since ${day}`,
  },
  howTo: {
    title: 'How to get your package',
    steps: [
      'In Discord, open User Settings → Data & Privacy → “Request all of my data”.',
      'Tick at least Messages and Activity, and submit.',
      'Discord sends a mail within a few hours or days. Its button has the link; it works for about 30 days.',
    ],
  },
  leaves: {
    title: 'What leaves this device',
    items: [
      'The link, to this server only. The server downloads the package from Discord.',
      'The result comes back encrypted, and is opened here. The key is part of your link; the server does not keep it.',
      'No other host is asked for anything: no fonts, no pictures, no statistics.',
    ],
  },
  insecure:
    'The line to this server is not encrypted (plain http): who can listen in your network can read link and result. At home that may be fine.',
  working: {
    title: 'Working on your package',
    sending: 'Handing in the link …',
    waiting: 'Waiting for a free place',
    queue: (before: number) =>
      before === 0
        ? 'Yours is next.'
        : plural(before, { one: '# package before yours.', other: '# packages before yours.' }),
    downloading: 'Downloading from Discord',
    bytes: (done: string, total: string) => `${done} of ${total}`,
    someBytes: (done: string) => `${done} so far`,
    analyzing: 'Counting',
    analyzingHint: 'Messages, events, calls. Large packages take a minute.',
    left: (time: string) => `about ${time} left`,
    unreachable: 'The server does not answer right now. This page goes on asking.',
    mayClose: 'You may close this page: the server works on, and this browser knows where to look.',
    mustStay: 'Keep this page open, or keep the link: it is not kept in this browser.',
    leave: 'Back to the start',
    steps: ['Wait', 'Download', 'Count', 'Look'],
  },
  problems: {
    title: 'That did not work',
    again: 'Try again',
    INVALID_LINK:
      'This is not the link of a data package. Copy the whole link of the button in Discord’s mail.',
    EXPIRED_LINK:
      'Discord no longer gives this package out: links work for about 30 days. Request a new one from Discord.',
    MISSING_USER_DATA: 'There is nothing in this package that could be counted.',
    UNKNOWN_PACKAGE_ID: 'This server no longer has the result. Paste the link again.',
    UNAUTHORIZED: 'The link does not belong to this result. Paste the link again.',
    UNKNOWN_ERROR: 'The server could not make a result of this package.',
    PAGE_ERROR: 'The result could not be opened in this browser.',
    reason: (sentence: string) => `The reason: ${sentence}`,
  },
}
