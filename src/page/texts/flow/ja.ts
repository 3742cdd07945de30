/** Japanese texts of the way to a result. */
import { createFormats } from '../formats.ts'
import type { Texts } from '../en.ts'

const { number } = createFormats('ja')

export const flow: Texts['flow'] = {
  title: 'Discord での年月を、図で見る',
  lead: 'Discord では、誰でも自分のデータのコピーを受け取れます。誰に書いたか、いつ起きていたか、誰と出会い、誰と離れたか。ここで見てみましょう。ほかの誰にも送られません。',
  link: {
    title: 'リンクを貼り付ける',
    text: 'このサーバーが Discord からパッケージをダウンロードして集計します。リンクも結果もあなたのもので、サーバーは保存した内容を読めません。',
    label: 'Discord のメールにある「ダウンロード」ボタンのリンク',
    placeholder: 'https://click.discord.com/ls/click?upn=…',
    go: '開始',
    good: 'パッケージのリンクです。',
    cut: 'Discord のリンクですが、一部が欠けています。ボタンの文字ではなく、リンクをコピーしてください。',
    other: 'パッケージのリンクではありません。https://click.discord.com/ls/click?upn= で始まるものです。',
    keep: 'このブラウザに保存する',
    keepHint: '共用のパソコンではオフにしてください。',
  },
  demo: {
    title: 'まずは見るだけ',
    text: '架空のデータで、すべての画面を試せます。',
    go: 'デモを開く',
  },
  kept: {
    title: 'このブラウザに保存済み',
    open: '開く',
    waiting: '処理中',
    forget: '消去',
    size: (size, day) => `${size}、${day}から`,
  },
  howTo: {
    title: 'パッケージの入手方法',
    steps: [
      'Discord で「ユーザー設定」›「データ＆プライバシー」›「データをすべてリクエスト」を開きます。',
      '少なくとも「メッセージ」と「アクティビティ」を選んで送信します。',
      '数時間から数日で Discord からメールが届きます。ボタンのリンクは約30日間有効です。',
    ],
  },
  leaves: {
    title: 'この端末から送られるもの',
    items: [
      'リンクだけが、このサーバーにだけ送られます。パッケージはサーバーが Discord からダウンロードします。',
      '結果は暗号化されて戻り、ここで開かれます。鍵はリンクに含まれ、サーバーには残りません。',
      'ほかのサーバーには接続しません。フォントも画像も追跡もありません。',
    ],
  },
  insecure:
    'このサーバーへの接続は暗号化されていません（http）。同じネットワークで傍受されると、リンクと結果を読まれるおそれがあります。自宅なら問題ないこともあります。',
  working: {
    title: 'パッケージを処理しています',
    sending: 'リンクを送信中…',
    waiting: '順番待ち',
    queue: (before) => (before === 0 ? '次があなたの番です。' : `前に${number(before)}件あります。`),
    downloading: 'Discord からダウンロード中',
    bytes: (done, total) => `${total}中${done}`,
    someBytes: (done) => `ここまで${done}`,
    analyzing: '集計中',
    analyzingHint: 'メッセージ、イベント、通話を集計しています。大きなパッケージは1分ほどかかります。',
    left: (time) => `残り約${time}`,
    unreachable: 'サーバーが応答していません。このまま接続を試み続けます。',
    mayClose: 'このページは閉じてもかまいません。処理は続き、このブラウザから結果を開けます。',
    mustStay: 'このページを開いたままにするか、リンクを控えてください。このブラウザには保存されません。',
    leave: '最初に戻る',
    steps: ['待機', 'ダウンロード', '集計', '表示'],
  },
  problems: {
    title: 'うまくいきませんでした',
    again: 'もう一度試す',
    INVALID_LINK:
      'データパッケージのリンクではありません。Discord のメールのボタンから、リンク全体をコピーしてください。',
    EXPIRED_LINK:
      'Discord はこのパッケージの提供を終えています。リンクの有効期間は約30日です。Discord で新しくリクエストしてください。',
    MISSING_USER_DATA: 'このパッケージには、集計できるものがありません。',
    UNKNOWN_PACKAGE_ID: 'このサーバーに結果はもうありません。リンクをもう一度貼り付けてください。',
    UNAUTHORIZED: 'リンクがこの結果のものではありません。リンクをもう一度貼り付けてください。',
    UNKNOWN_ERROR: 'サーバーはこのパッケージを集計できませんでした。',
    PAGE_ERROR: 'このブラウザでは結果を開けませんでした。',
    reason: (sentence) => `理由：${sentence}`,
  },
}
