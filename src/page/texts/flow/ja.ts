/** Japanese texts of the way to a result. */
import { createFormats } from '../formats.ts'
import type { Texts } from '../en.ts'

const { number } = createFormats('ja')

export const flow: Texts['flow'] = {
  title: 'Discordで過ごした年月をグラフで',
  lead: 'Discordでは、誰でも自分のデータのコピーを受け取れます。誰にメッセージを送ったか、いつ起きていたか、誰と出会い、誰と離れたか。ここで振り返ってみましょう。データがほかへ送られることはありません。',
  link: {
    title: 'リンクを貼り付ける',
    text: 'このサーバーがDiscordからパッケージをダウンロードして集計します。リンクも結果もあなたのもので、サーバーは保存した内容を読めません。',
    label: 'Discordのメールにある「ダウンロード」ボタンのリンク',
    placeholder: 'https://click.discord.com/ls/click?upn=…',
    go: '開始',
    good: 'パッケージのリンクのようです。',
    cut: 'Discordのリンクですが、一部が欠けています。ボタンの文字ではなく、リンクをコピーしてください。',
    other: 'パッケージのリンクではありません。正しいリンクの始まり：https://click.discord.com/ls/click?upn=',
    keep: 'このブラウザに保存する',
    keepHint: '共用のパソコンではオフにしてください。',
  },
  demo: {
    text: '架空のデータで、すべての画面を試せます。',
    go: 'デモを開く',
  },
  kept: {
    title: 'このブラウザに保存済み',
    open: '開く',
    waiting: '処理中',
    forget: '消去',
    size: (size, day) => `${size}、${day}に保存`,
    notForgotten:
      '消去できませんでした。まだこのブラウザに保存されています。もう一度試すか、ブラウザの設定でこのサイトのデータを削除してください。',
  },
  howTo: {
    title: 'パッケージの入手方法',
    steps: [
      'Discordで「ユーザー設定」›「データ＆プライバシー」›「データをすべてリクエスト」を開きます。',
      '少なくとも「メッセージ」と「アクティビティ」を選び、リクエストを送信します。',
      '数時間から数日でDiscordからメールが届きます。ボタンのリンクは約30日間有効です。',
    ],
  },
  leaves: {
    title: 'このデバイスから送られるもの',
    items: [
      'zipをドロップした場合は、何も送られません。貼り付けたリンクはこのサーバーにだけ送られ、サーバーがDiscordからパッケージをダウンロードします。',
      '結果はサーバーに暗号化して保存されます。鍵はリンクに含まれ、サーバーには残りません。',
      'ほかのサーバーには接続しません。フォントも画像も追跡もありません。',
    ],
  },
  insecure:
    'このサーバーへの接続は暗号化されていません（http）。同じネットワークで傍受されると、リンクと結果を読まれるおそれがあります。自宅のネットワークなら問題ないかもしれません。',
  working: {
    title: 'パッケージを処理しています',
    sending: 'リンクを送信中…',
    waiting: '順番待ち',
    queue: (before) =>
      before === 0 ? '次があなたの番です。' : `前に${number(before)}件のパッケージがあります。`,
    downloading: 'Discordからダウンロード中',
    bytes: (done, total) => `${done} / ${total}`,
    someBytes: (done) => `ここまで${done}`,
    analyzing: '集計中',
    analyzingHint: 'メッセージ、イベント、通話を集計しています。大きなパッケージは1分ほどかかります。',
    unreachable: 'サーバーが応答していません。このまま接続を試み続けます。',
    busy: 'サーバーが混み合っているため、今は受け付けられません。このまま接続を試み続けます。',
    mayClose: 'このページは閉じてもかまいません。処理は続き、このブラウザから結果を開けます。',
    mustStay: 'このページを開いたままにするか、リンクを控えてください。このブラウザには保存されません。',
    leave: '最初に戻る',
    steps: ['待機', '受信', '集計', '表示'],
  },
  problems: {
    title: 'うまくいきませんでした',
    INVALID_LINK:
      'データパッケージのリンクではありません。Discordのメールのボタンから、リンク全体をコピーしてください。',
    EXPIRED_LINK:
      'Discordはこのパッケージの提供を終えています。リンクの有効期間は約30日です。Discordで新しくリクエストしてください。',
    MISSING_USER_DATA: 'このパッケージからは、持ち主がわかりません。',
    UNKNOWN_PACKAGE_ID: 'このサーバーに結果はもうありません。リンクをもう一度貼り付けてください。',
    NO_RESULT: 'このサーバーにこの結果はありません。',
    UNAUTHORIZED: 'このリンクは、この結果のものではありません。もう一度貼り付けてください。',
    UNKNOWN_ERROR: 'サーバーはこのパッケージを集計できませんでした。',
    PAGE_ERROR: 'このブラウザでは結果を開けませんでした。',
    reason: (sentence) => `理由：${sentence}`,
    reasons: {
      link_redirects_away: 'リンクの転送先は、このサーバーがダウンロードを許可していないアドレスです。',
      link_not_a_package:
        'リンク先はzipファイルではありません。Discordのメールには、どれも同じ形式のリンクが使われています。',
      download_failed: '何度か試しましたが、パッケージをダウンロードできませんでした。',
      download_too_slow: 'パッケージの受信が遅すぎたため、ダウンロードを中止しました。',
      archive_too_large: 'ファイルのサイズが上限を超えています。',
      archive_not_a_zip: 'ファイルがzipではないか、途中で切れています。',
      archive_corrupt: 'ファイルが破損しています。内容に食い違いがあります。',
      file_unreadable: '読み取れないファイルがあるか、読み取り中にファイルが変更されました。',
      archive_encrypted: 'ファイルがパスワードで保護されています。',
      archive_unsupported: 'データパッケージでは使われない圧縮方式のファイルです。',
      archive_bomb: '展開後のサイズが上限を超えています。',
      archive_too_many_entries: 'ファイルに含まれる項目の数が上限を超えています。',
      package_too_complex: 'パッケージのデータの種類が多すぎて、割り当てられたメモリに収まりません。',
      result_too_large: '集計後のデータベースが上限を超えています。',
      analysis_too_long: '集計にかかった時間が、このサーバーの制限を超えました。',
      analysis_crashed: 'このパッケージの集計中に、異常終了が繰り返し起こりました。',
      disk_full: 'サーバーに、パッケージを保存するディスクの空きがありません。',
      server_overloaded:
        'サーバーのメモリまたはファイル記述子が長時間不足していました。場所はサーバーのログで確認できます。',
      internal: 'サーバーで問題が発生しました。場所はサーバーのログで確認できます。',
      wrong_address: 'アプリのBackend URLに、このサーバーに存在しないパスが含まれています。',
      network_not_allowed: 'このサーバーは、特定のネットワークからのパッケージだけを受け付けています。',
      queue_full: 'このサーバーは順番待ちがいっぱいです。あとでもう一度お試しください。',
      address_full:
        'このアドレスからのパッケージが処理中のまま多数残っています。1つ終わってから、次のリンクを送ってください。',
      too_many_requests: 'このアドレスからのリンクが多すぎます。1分後にもう一度お試しください。',
    },
  },
}
