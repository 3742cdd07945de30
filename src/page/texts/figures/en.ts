/** English texts of the figures. */
import { createFormats } from '../formats.ts'

const { number, plural } = createFormats('en')

export const figures = {
  frame: {
    picture: 'chart',
    asTable: 'As a table',
    keys: 'Use the arrow keys to read the values.',
    empty: 'Nothing in this period.',
    failed: 'This picture could not be drawn. Everything else on the page still works.',
    noActivity: 'This package has no activity. Tick “Activity” when you request the next one.',
    olderVersion: 'Not part of this result',
    unnamed: 'No name',
    others: 'All others',
    rows: (count: number) => plural(count, { one: '# row', other: '# rows' }),
    moreRows: (count: number) => plural(count, { one: 'Show # more row', other: 'Show # more rows' }),
    search: 'Search',
    noMatch: 'Nothing matches.',
  },
  units: {
    messages: (count: number) => plural(count, { one: '# message', other: '# messages' }),
    days: (count: number) => plural(count, { one: '# day', other: '# days' }),
    times: (count: number) => plural(count, { one: 'once', other: '# times' }),
    starts: (count: number) => plural(count, { one: '# start', other: '# starts' }),
    reactions: (count: number) => plural(count, { one: '# reaction', other: '# reactions' }),
    payments: (count: number) => plural(count, { one: '# payment', other: '# payments' }),
    streams: (count: number) => plural(count, { one: '# stream', other: '# streams' }),
  },
  columns: {
    name: 'Name',
    person: 'Person',
    place: 'Server',
    day: 'Day',
    week: 'Week of',
    month: 'Month',
    year: 'Year',
    weekday: 'Weekday',
    hour: 'Hour',
    time: 'Time',
    messages: 'Messages',
    duration: 'Length',
    calls: 'Calls',
    callTime: 'Call time',
    longestCall: 'Longest call',
    first: 'First',
    last: 'Last',
    mood: 'Mood',
    joined: 'Joined',
    count: 'Count',
    rank: 'Rank',
    share: 'Share',
    amount: 'Amount',
    description: 'For',
    metric: 'Metric',
  },
  metrics: { messages: 'Messages', calls: 'Call time', starts: 'Starts', reactions: 'Reactions' },
  gaps: {
    /** Shown below a picture with hatched parts. */
    hatched: 'Hatched: Discord may have recorded nothing then.',
    before: 'Not recorded yet',
    turnedOff: (control: string) => `Turned off: ${control}`,
    missing: (messages: string) => `You wrote ${messages} in this time, but Discord kept no activity`,
    quiet: 'Quiet: no activity and no messages',
  },
  timeline: {
    title: 'Messages over time',
    /** `value` includes its unit: `1,204 messages`. */
    sentence: (peak: string, value: string, average: string) =>
      `Peak: ${peak}, ${value}. ${average} per day on average.`,
    oneDay: (day: string, value: string) => `${value} on ${day}.`,
    inWeek: (day: string) => `the week of ${day}`,
  },
  brush: {
    title: 'Period',
    from: 'From',
    to: 'To',
  },
  river: {
    title: 'The people of your years',
    sentence: (name: string, span: string) => `Your busiest time with one person: ${name}, ${span}.`,
    short: 'A river needs at least three months: choose a longer period.',
    reading: 'The wider a band, the more you wrote to that person around that time.',
  },
  rank: {
    title: 'Your top people, year by year',
    sentence: (name: string, years: string) => `${name} was first in ${years}.`,
    always: (name: string) => `${name} was first every year.`,
    changes: (count: number) =>
      plural(count, { one: 'First place changed hands once.', other: 'First place changed hands # times.' }),
    place: (rank: string, name: string, year: string) => `${year}: number ${rank}, ${name}`,
    off: 'nobody',
  },
  week: {
    title: 'Your week',
    sentence: (weekday: string, hour: string) => `Most on ${weekday} at ${hour}.`,
    sentenceShift: (weekday: string, hour: string, shift: string) =>
      `Most on ${weekday} at ${hour}; ${shift}.`,
    later: (year: string, hours: number) =>
      `since ${year}, ${plural(hours, { one: 'an hour', other: '# hours' })} later`,
    earlier: (year: string, hours: number) =>
      `since ${year}, ${plural(hours, { one: 'an hour', other: '# hours' })} earlier`,
    cell: (weekday: string, hour: string, value: string) => `${weekday}, ${hour}: ${value}`,
    less: 'less',
    more: 'more',
  },
  nights: {
    title: 'Your nights',
    sentence: (share: string, year: string) =>
      `In ${year}, ${share} of your messages were sent between midnight and 5 a.m.`,
    compared: (share: string, year: string, before: string, beforeYear: string) =>
      `Between midnight and 5 a.m. you sent ${share} of your messages in ${year}, and ${before} in ${beforeYear}.`,
    /** The share of another metric than messages. */
    ofMetric: (metric: string, share: string, year: string) =>
      `${metric} between midnight and 5 a.m.: ${share} in ${year}.`,
    ofMetricCompared: (metric: string, share: string, year: string, before: string, beforeYear: string) =>
      `${metric} between midnight and 5 a.m.: ${share} in ${year}, and ${before} in ${beforeYear}.`,
    cell: (year: string, hour: string, share: string, value: string) =>
      `${year}, ${hour}: ${share}, ${value}`,
    reading:
      'One line per year, from noon to noon. Each line shows which share of that year fell into each hour.',
  },
  calendar: {
    title: 'Every day',
    sentence: (day: string, value: string) => `Your biggest day was ${day}: ${value}.`,
    nothing: 'nothing',
    /** If all sources have the same gaps, they share one lane. */
    lane: 'The line below each year shows when Discord recorded your activity. Hatched: perhaps it recorded nothing.',
    /** `names` are listed from the top: `Voice, Sessions`. */
    lanes: (names: string) =>
      `Lines below each year, from the top: ${names}. Hatched where perhaps nothing was recorded.`,
  },
  writeOrCall: {
    title: 'Write or call',
    sentence: (caller: string, writer: string) =>
      `You lean most towards calls with ${caller}, and most towards messages with ${writer}.`,
    onlyWrite: (people: number) =>
      plural(people, {
        one: 'You write to # person and call nobody.',
        other: 'You write to # people and call none of them.',
      }),
    messagesAxis: 'Messages',
    minutesAxis: 'Call minutes',
    point: (name: string, messages: string, minutes: string) => `${name}: ${messages}, ${minutes} in calls`,
  },
  lifelines: {
    title: 'The lives of your servers',
    sentence: (name: string, span: string) => `${name} lasted longest: ${span}.`,
    reading: 'From joining to the last message. The thicker the line, the more you wrote.',
    joined: (day: string) => `joined ${day}`,
    hasLeft: 'left',
    row: (name: string, from: string, to: string, messages: string) =>
      `${name}: ${from} to ${to}, ${messages}`,
    quiet: (name: string) => `${name}: no messages`,
  },
  everyCall: {
    title: 'Every call',
    sentence: (name: string, length: string, day: string) => `The longest: ${length} with ${name} on ${day}.`,
    /** In a server, or in a group. */
    sentencePlace: (name: string, length: string, day: string) =>
      `The longest: ${length} in ${name} on ${day}.`,
    sentenceNobody: (length: string, day: string) => `The longest: ${length} on ${day}.`,
    reading: 'Each line is a call, as long as it lasted, at its time of day. Midnight is in the middle.',
    call: (day: string, hour: string, length: string, name: string) => `${day}, ${hour}: ${length}, ${name}`,
    empty: 'No voice calls in this period.',
    elsewhere: 'Elsewhere',
  },
  wordsWent: {
    title: 'Where your words went',
    sentence: (share: string, name: string) => `${name} got the largest share of your messages: ${share}.`,
    direct: 'Direct messages',
    cell: (name: string, messages: string, share: string) => `${name}: ${messages}, ${share}`,
    rest: (count: number) => plural(count, { one: '# other', other: '# others' }),
  },
  screens: {
    title: 'The screens of your life',
    sentence: (os: string, share: string) => `${share} of your time was on ${os}.`,
    changed: (from: string, to: string, year: string) => `From ${from} to ${to}: since ${year}.`,
    reading: 'Hours per month in Discord, by system.',
  },
  thenAndNow: {
    title: 'Then and now',
    /** `24.1 messages per day in 2018, 87.3 in 2026.` */
    sentence: (then: string, before: number, now: string, after: number) =>
      `${plural(before, { one: '# message', other: '# messages' })} per day in ${then}, ${number(after)} in ${now}.`,
    messagesPerDay: 'Messages per day',
    callMinutesPerDay: 'Call minutes per day',
    people: 'People written to',
    places: 'Active servers',
    nightShare: 'Sent at night',
    busiestHour: 'Busiest hour',
    topPerson: 'Most written to',
    topPlace: 'Top server',
    change: (metric: string, then: string, now: string) => `${metric}: ${then} then, ${now} now`,
  },
  monthPlaces: {
    title: 'Voice by month',
    sentence: (month: string, hours: string) => `Most in ${month}: ${hours}.`,
  },
  streaks: {
    title: 'Streaks',
    sentence: (days: number, from: string, to: string) =>
      `Longest: ${plural(days, { one: '# day', other: '# days' })} in a row, ${from} to ${to}.`,
    row: (days: number, from: string, to: string) =>
      `${plural(days, { one: '# day', other: '# days' })}: ${from} to ${to}`,
  },
  answer: { title: 'Chart' },
  people: { title: 'People', search: 'Search people', deleted: 'deleted account', moodUnknown: 'unknown' },
}
