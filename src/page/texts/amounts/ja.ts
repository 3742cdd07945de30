/** Japanese texts of the figures about amounts: words, emoji, games and money. */
import { createFormats } from '../formats.ts'
import type { AmountTexts } from '../en.ts'

const { number } = createFormats('ja')

export const amounts: AmountTexts = {
  words: { title: 'よく使う言葉', sentence: (word, messages) => `「${word}」は${messages}に登場。` },
  emoji: { title: 'よく使う絵文字', sentence: (emoji, messages) => `${emoji}は${messages}に登場。` },
  reactions: { title: 'つけたリアクション', sentence: (emoji, count) => `${emoji}：${count}。` },
  games: { title: '遊んだゲーム', sentence: (name, time) => `1位は${name}、${time}。` },
  estimated: (oneIn) => `≈は推定値です。${oneIn}件に1件を読んで集計しています。`,
  money: {
    title: '支払い',
    sentence: (count, currencies) => `支払い${number(count)}件：${currencies}。`,
    never: '通貨の異なる金額は合算しません。',
  },
  streams: {
    title: '月ごとの配信',
    sentence: (month, value) => `最も多いのは${month}、${value}。`,
    reading: 'その月に終わったビデオ配信です。自分の配信と、視聴した配信を含みます。',
    kinds: { screen: '自分の画面', camera: '自分のカメラ', watched: '視聴', other: '不明' },
  },
  gameMonths: {
    title: '月ごとのゲーム',
    sentence: (name, days) => `遊んだ日数が最も多いのは${name}、${days}。`,
    reading: 'ゲームごとの月間起動回数です。',
  },
  writing: {
    title: '書いた量',
    sentence: (words) => `これまでに${number(words)}語を書きました。`,
    novels: (words, novels) =>
      `これまでに${number(words)}語を書きました。小説なら約${number(novels)}冊分です。`,
    reading: '全期間の数字です。期間を変えても変わりません。',
    words: '単語数',
    wordsPerMessage: '1件あたりの単語数',
    characters: '文字数',
    links: 'リンク',
    attachments: '添付ファイル',
    replies: '返信',
  },
  deleted: {
    title: '消えたメッセージ',
    sentence: (share, sent) => `Discordが記録した${sent}のうち、${share}はパッケージに残っていません。`,
    detail: (deleted, sent) => `${sent}件中${deleted}件`,
    reading:
      'アクティビティには記録がありますが、メッセージには残っていません。誰が削除したのかはわかりません。',
    where: '場所',
    recorded: '記録',
    gone: '消えた数',
    places: { dm: 'ダイレクトメッセージ', group: 'グループDM', server: 'サーバー', unknown: '不明' },
  },
}
