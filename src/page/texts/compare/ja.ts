/** Japanese texts of the screen Compare. */
import type { Texts } from '../en.ts'

export const compare: Texts['compare'] = {
  people: {
    title: '2人を比べる',
    lead: '同じ目盛りで並べて表示します。',
    first: '1人目',
    second: '2人目',
    choose: '並べて見る2人を選んでください。',
    none: 'このパッケージには、比べられる2人がいません。',
  },
  packages: {
    title: '2つのパッケージ',
    lead: '以前のパッケージには、新しいほうから消えたものが残っているかもしれません。別の人のパッケージとは並べて見られます。',
    other: 'もう1つのパッケージ',
    none: '–',
    file: '保存した.sqliteファイル',
    notOne: 'このファイルはパッケージの結果ではありません。',
    sameOwner: 'どちらも同じ人のパッケージです。',
    otherOwner: '同じ人のパッケージだと確認できません。比較はできますが、統合はできません。',
    merge: '1つに統合',
    mergeHint:
      'チャンネルと時間ごとに、最も多い件数を採用し、通話、セッション、支払いは重複なくすべてのパッケージから取り込みます。元のパッケージはそのまま残ります。',
    merging: '統合中…',
    failed: '統合できませんでした',
    onlyOlder: '古いほうだけにあるもの',
    thisOne: 'このパッケージ',
    thatOne: 'もう1つ',
    river: {
      title: '2つのパッケージのメッセージ',
      sentence: (name, span) => `最も幅が広いのは${name}（${span}）。`,
      short: '流れを描くには3か月以上必要です。2つのパッケージの期間はそれより短いです。',
      reading: '帯が太いほど、その頃のメッセージが多かったことを表します。',
    },
  },
  clocks: '曜日と夜のグラフは共通の目盛りです。濃さと高さは、それぞれの全メッセージに占める割合を表します。',
  facts: {
    messages: 'メッセージ',
    people: '送った相手',
    places: 'サーバー',
    callTime: '通話時間',
    calls: '通話',
    payments: '支払い',
    perDay: '1日のメッセージ',
    first: '最初のメッセージ',
    last: '最後のメッセージ',
    mood: '気分',
    longest: '最長の通話',
  },
}
