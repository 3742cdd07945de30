/** Japanese texts of the screen Ask. */
import { createFormats } from '../formats.ts'
import type { Texts } from '../en.ts'

const { number } = createFormats('ja')

export const ask: Texts['ask'] = {
  title: '自由に質問する',
  lead: '結果は SQLite のデータベースです。SQL で何でも質問できます。データはこのブラウザから出ず、質問はコピーに対して実行されるので、何も壊れません。',
  sql: 'SQL で質問',
  ready: '用意された質問',
  choose: '選択…',
  run: '質問する',
  stop: '停止',
  running: '読み込み中…',
  stopped: '停止しました。',
  keys: 'Ctrl + Enter でも実行できます。',
  took: (rows, seconds) => `${number(rows)}行、${seconds}秒`,
  cut: (rows) => `最初の${rows}行だけを表示しています。`,
  nothing: '0行：実行できましたが、該当するものがありません。',
  failed: 'SQLite のメッセージ',
  csv: 'CSV で保存',
  answer: '結果',
  chartOf: (value, by) => `${by}ごとの${value}`,
  tables: 'テーブルと列',
  tablesLead: 'テーブルを選ぶと、最初の数行を表示します。',
  questions: {
    people: '人（メッセージ数と気分）',
    places: 'サーバー（メッセージ数）',
    channels: 'チャンネル（メッセージ数）',
    calls: 'すべての通話',
    sessions: 'アプリの利用すべて',
    words: '言葉',
    emoji: '絵文字',
    reactions: 'リアクション',
    games: 'ゲーム',
    devices: 'OS とアプリ',
    payments: '支払い',
    relationships: '年ごとのフレンド、申請、ブロック',
    servers: '参加・脱退したサーバー',
    gaps: 'アクティビティのない期間',
    coverage: 'パッケージの内容',
    streaming: '月ごとのビデオ配信',
    gameMonths: '月ごとのゲーム',
    deleted: '年ごとの削除されたメッセージ',
    totals: 'チャンネルごとの単語・リンク・返信',
    owner: 'パッケージの持ち主',
  },
}
