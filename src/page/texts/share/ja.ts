/** Japanese texts of the screen Share. */
import type { Texts } from '../en.ts'

export const share: Texts['share'] = {
  title: '共有する画像',
  lead: 'グラフを2つまで選べます。画像はこのブラウザで作成します。名前は、表示を選ばないかぎり隠されます。',
  shape: '形式',
  shapes: { wide: '横長（投稿用）', tall: '縦長（ストーリー用）' },
  figures: 'グラフ',
  names: 'ユーザーとサーバーの名前を表示する',
  namesHint: '画像に載りたくない人もいるかもしれません。',
  mine: 'Discordで過ごした年月',
  person: (number) => `ユーザー${number}`,
  place: (number) => `サーバー${number}`,
  madeWith: 'dumpusで作成',
  making: '描画中…',
  preview: '画像',
  save: 'PNGで保存',
  saveDrawing: 'SVGで保存',
  copy: 'コピー',
  copied: 'コピーしました',
  send: '共有…',
  refused: 'このブラウザではページから画像を作れません。代わりにSVGで保存できます。',
  failed: 'うまくいきませんでした。代わりに画像を保存してください。',
  nothing: 'グラフを選んでください。',
}
