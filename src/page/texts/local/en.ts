/** English texts of the dropped zip: the analysis on this device. */

export const local = {
  title: 'Drop the zip',
  text: 'Already have the zip? It is counted here, in this browser. None of it is sent anywhere.',
  choose: 'Choose the zip',
  drop: 'Or drop it anywhere on this page.',
  notZip: 'This is not a zip: choose the package as Discord gave it to you.',
  tooMany: 'One package at a time: choose a single zip.',
  older: (missing: string) =>
    `This browser is too old to count a package itself (it lacks ${missing}). Use Chrome 122, Firefox 135, Safari 18.4 or newer – or paste the link.`,
  working: 'Counting on this device',
  progress: (done: string, total: string, rate: string) => `${done} of ${total}, ${rate}/s`,
  left: (time: string) => `About ${time} left.`,
  ready: 'Getting ready …',
  stay: 'Keep this tab open until it is done. Nothing is sent.',
  cancel: 'Cancel',
  advice:
    'On this device there is another way: `dumpus-server analyze package.zip --open` on a computer, or the link.',
}
