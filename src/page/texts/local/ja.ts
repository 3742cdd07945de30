/** Japanese texts of the analysis on this device. */
import type { Texts } from '../en.ts'

export const local: Texts['local'] = {
  title: 'zipをドロップ',
  text: 'zipはもう手元にありますか？ このブラウザの中で集計します。中身はどこにも送信されません。',
  choose: 'zipを選ぶ',
  chooseFolder: 'フォルダーを選ぶ',
  drop: 'zip、展開したフォルダー、複数のパッケージを、このページのどこにでもドロップできます。',
  looking: 'フォルダーの中を確認しています…',
  notZip:
    'これはパッケージではありません。Discordから届いたままのzip、または展開したフォルダーを選んでください。',
  tooMany: 'パッケージが20個を超えています。数を減らしてください。',
  unreadable: 'ブラウザが読み取れませんでした。もう一度選んでください。',
  older: (missing) =>
    `このブラウザは古いため、パッケージを集計できません（${missing}がありません）。Chrome 122、Firefox 135、Safari 18.4以降を使うか、リンクを貼り付けてください。`,
  working: 'このデバイスで集計中',
  package: (number, total, name) => `パッケージ${number} / ${total}：${name}`,
  progress: (done, total, rate) => `${done} / ${total}、${rate}/秒`,
  left: (time) => `残り約${time}`,
  ready: '準備しています…',
  stay: '終わるまでこのタブを開いたままにしてください。何も送信されません。',
  cancel: 'キャンセル',
  failed: 'このブラウザではパッケージを集計できませんでした。',
  broke:
    '集計が途中で止まりました。タブのメモリが足りないか、その間にファイルが変更または移動された可能性があります。',
  advice:
    '別の方法もあります。パソコンで`dumpus-server analyze package.zip --open`を実行するか、リンクを使ってください。',
  several: {
    title: '集計が終わりました',
    sameOwner: (count, name) => `このうち${count}個は${name}のパッケージです。`,
    kept: 'このブラウザに保存されています。',
    notKept: 'このタブの中にしかありません。閉じる前に1つ開いてください。',
    someKept:
      '一部はこのブラウザに保存されています。残りはこのタブの中にしかありません。閉じる前に1つ開いてください。',
    tabOnly: 'このタブの中だけ',
    back: '最初に戻る',
  },
}
