/** English texts of the screen Compare. */

export const compare = {
  people: {
    title: 'Two people',
    lead: 'Side by side, on equal scales.',
    first: 'First person',
    second: 'Second person',
    choose: 'Choose two people to see them side by side.',
    none: 'There are no two people to compare in this period.',
  },
  packages: {
    title: 'Two packages',
    lead: 'An older package of yours may still hold what is gone from the newer one. Packages of two people can be viewed side by side.',
    other: 'The other package',
    none: '–',
    file: 'Or a .sqlite file you saved',
    notOne: 'This file is not the result of a package.',
    sameOwner: 'Both packages are yours.',
    otherOwner: 'These packages belong to two people: they can be compared, but not merged.',
    merge: 'Merge into one',
    mergeHint:
      'For every hour, the fuller count of the two; calls, sessions and payments of both, each once. The two packages stay as they are.',
    merging: 'Merging …',
    failed: 'They could not be merged',
    onlyOlder: 'What only the older one has',
    thisOne: 'This package',
    thatOne: 'The other one',
  },
  clocks: 'Weeks and nights on one scale: the share of each side’s own messages.',
  facts: {
    messages: 'Messages',
    people: 'People written to',
    places: 'Servers',
    callTime: 'In calls',
    calls: 'Calls',
    payments: 'Payments',
    perDay: 'Messages a day',
    first: 'First message',
    last: 'Last message',
    mood: 'Mood',
    longest: 'Longest call',
  },
}
