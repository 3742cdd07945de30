/** Japanese texts of the page around the screens. */
import type { Texts } from '../en.ts'

export const shell: Texts['shell'] = {
  skip: '本文へ移動',
  opening: '開いています…',
  owner: (name) => `${name}のDiscord`,
  nobody: '誰かのDiscord',
  demo: '架空の人物',
  period: '期間',
  all: 'すべて',
  year: (year) => `${year}のみ`,
  zone: 'タイムゾーン',
  ownZone: (zone) => `現在地（${zone}）`,
  roundedZone:
    'このタイムゾーンの時差は1時間単位ではありませんが、データは1時間単位のため、時差を丸めて表示しています。',
  theme: 'テーマ',
  themes: { system: 'システムに合わせる', light: 'ライト', dark: 'ダーク' },
  share: '共有',
  language: '言語',
  clock: '時計',
  clocks: { '': '言語に合わせる', h23: '24時間', h12: '12時間' },
  close: 'このパッケージを閉じる',
  screens: '画面',
  footers: {
    start: 'このページは、ほかのサーバーに接続しません。',
    server: 'このサーバーで集計し、このブラウザで表示しています。ほかのサーバーには接続していません。',
    here: 'このブラウザで集計し、表示しています。ほかのサーバーには接続していません。',
    viewed: 'このブラウザで表示しています。ほかのサーバーには接続していません。',
  },
  api: 'API',
  keepFull: 'このブラウザには結果を保存する空きがありません。先にほかのパッケージを消去してください。',
  keepRefused:
    'このブラウザはこのページのデータを保存しません（プライベートウィンドウ？）。再読み込みしたあとは、リンクを貼り付けるか、zipを選び直してください。',
  nothingInPeriod: 'この期間にはデータがありません',
  widen: 'すべて表示',
  noMessages: 'このパッケージにはメッセージがありません',
  noMessagesHint:
    '次回は「メッセージ」も選んでリクエストしてください。それ以外のデータは、ほかの画面で見られます。',
  notFound: 'この画面はありません',
  toOverview: '概要へ',
  screenFailed: 'この画面を表示できませんでした',
  screenFailedHint: 'ほかの画面は引き続き使えます。',
  older: (tables) => `古いバージョンか別のプログラムの結果のため、${tables}がありません。`,
  failed: '読み込めませんでした',
  loading: '読み込み中…',
}
