/** English texts of the page around the screens. */

export const shell = {
  skip: 'Skip to the content',
  opening: 'Opening …',
  owner: (name: string) => `${name} on Discord`,
  nobody: 'Somebody on Discord',
  demo: 'made-up person',
  period: 'Period',
  all: 'All',
  year: (year: string) => `Only ${year}`,
  zone: 'Time zone',
  ownZone: (zone: string) => `Here (${zone})`,
  roundedZone:
    'The offset of this zone is not a whole number of hours, but the data counts in whole hours, so the offset is rounded.',
  theme: 'Theme',
  themes: { system: 'Match system', light: 'Light', dark: 'Dark' },
  share: 'Share',
  language: 'Language',
  clock: 'Clock',
  clocks: { '': 'By language', h23: '24 hours', h12: '12 hours' },
  close: 'Close this package',
  screens: 'Screens',
  /** On Start, and by where the result was computed; `viewed`: by a program on this computer. */
  footers: {
    start: 'This page contacts no other host.',
    server: 'Computed by this server, shown in this browser. No other host was contacted.',
    here: 'Computed and shown in this browser. No other host was contacted.',
    viewed: 'Shown in this browser. No other host was contacted.',
  },
  api: 'API',
  keepFull: 'This browser has no space left to keep the result: forget another package first.',
  keepRefused:
    'This browser saves nothing for this page (a private window?). After a reload, paste the link or choose the zip again.',
  nothingInPeriod: 'Nothing in this period',
  widen: 'Show everything',
  noMessages: 'This package has no messages',
  noMessagesHint: 'Tick “Messages” when you request the next one. Everything else is on the other screens.',
  notFound: 'There is no such screen',
  toOverview: 'Go to the overview',
  screenFailed: 'This screen could not be shown',
  screenFailedHint: 'The other screens still work.',
  older: (tables: string) =>
    `This result was made by an older version or by another program: it has no ${tables}.`,
  failed: 'This could not be read',
  loading: 'Reading …',
}
