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
    lead: 'Your older package may still contain messages that are gone from the newer one. Packages of two people can be viewed side by side.',
    other: 'The other package',
    none: '–',
    file: 'A .sqlite file you saved',
    notOne: 'This file is not the result of a package.',
    sameOwner: 'Both packages are yours.',
    otherOwner: 'These packages belong to two people: they can be compared, but not merged.',
    merge: 'Merge into one',
    mergeHint:
      'For each channel and hour, the larger of the two counts is used. Calls, sessions and payments of both are used, without duplicates. The two packages do not change.',
    merging: 'Merging …',
    failed: 'The packages could not be merged',
    onlyOlder: 'Found only in the older package',
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
    perDay: 'Messages per day',
    first: 'First message',
    last: 'Last message',
    mood: 'Mood',
    longest: 'Longest call',
  },
}
