/** English texts of the analysis on this device. */

export const local = {
  title: 'Drop the zip',
  text: 'Already have the zip? It is counted here, in this browser. None of it is sent anywhere.',
  choose: 'Choose the zip',
  chooseFolder: 'Choose the folder',
  drop: 'Or drop it anywhere on this page: the zip, the folder that it was unzipped into, or several packages.',
  looking: 'Listing the files of the folder …',
  notZip:
    'This is not a package: choose the zip as Discord gave it to you, or the folder that it was unzipped into.',
  tooMany: 'These are more than 20 packages. Choose fewer.',
  unreadable: 'The browser could not read this. Choose it again.',
  older: (missing: string) =>
    `This browser is too old to count a package itself (it lacks ${missing}). Use Chrome 122, Firefox 135, Safari 18.4 or newer – or paste the link.`,
  working: 'Counting on this device',
  package: (number: number, total: number, name: string) => `Package ${number} of ${total}: ${name}`,
  progress: (done: string, total: string, rate: string) => `${done} of ${total}, ${rate}/s`,
  left: (time: string) => `About ${time} left.`,
  ready: 'Getting ready …',
  stay: 'Keep this tab open until it is done. Nothing is sent.',
  cancel: 'Cancel',
  failed: 'This browser could not make a result of this package.',
  broke: 'The work stopped early: the tab may have run out of memory, or the file was changed or moved.',
  advice: 'Instead, run `dumpus-server analyze package.zip --open` on a computer, or paste the link.',
  several: {
    title: 'The packages are counted',
    sameOwner: (count: number, name: string) => `${count} of these packages belong to ${name}.`,
    kept: 'They are kept in this browser.',
    notKept: 'They are in this tab only: open one before you close the tab.',
    someKept:
      'Some are kept in this browser. The others are in this tab only: open one before you close the tab.',
    tabOnly: 'in this tab only',
    back: 'Back to the start',
  },
}
