/** Japanese texts of the dropped zip: the analysis on this device. */
import type { Texts } from '../en.ts'

export const local: Texts['local'] = {
  title: 'zipをドロップ',
  text: 'zipはもう手元にありますか？このブラウザの中で集計します。中身はどこにも送信されません。',
  choose: 'zipを選ぶ',
  drop: 'このページのどこにでもドロップできます。',
  notZip: 'これはzipではありません。Discordから届いたままのパッケージを選んでください。',
  tooMany: '一度に扱えるパッケージは1つです。zipを1つだけ選んでください。',
  older: (missing) =>
    `このブラウザは古いため、パッケージを集計できません（${missing} がありません）。Chrome 122、Firefox 135、Safari 18.4以降を使うか、リンクを貼り付けてください。`,
  working: 'この端末で集計中',
  progress: (done, total, rate) => `${done} / ${total}、${rate}/秒`,
  left: (time) => `残り約${time}。`,
  ready: '準備しています…',
  stay: '終わるまでこのタブを開いたままにしてください。何も送信されません。',
  cancel: 'キャンセル',
  advice:
    '別の方法もあります。パソコンで `dumpus-server analyze package.zip --open` を実行するか、リンクを使ってください。',
}
