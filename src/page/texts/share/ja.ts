/** Japanese texts of the screen Share. */
import type { Texts } from '../en.ts'

export const share: Texts['share'] = {
  title: '共有する画像',
  lead: '図を2つまで選べます。画像はこのブラウザで作られ、名前は表示を選ばないかぎり隠れます。',
  shape: '形',
  shapes: { wide: '横長（投稿用）', tall: '縦長（ストーリー用）' },
  figures: '図',
  names: '人とサーバーの名前を表示する',
  namesHint: '画像に載りたくない人もいるかもしれません。',
  mine: '私の Discord の年月',
  person: (number) => `人物${number}`,
  place: (number) => `サーバー${number}`,
  madeWith: 'dumpus で作成',
  making: '描画中…',
  preview: '画像',
  save: 'PNG で保存',
  saveDrawing: 'SVG で保存',
  copy: 'コピー',
  copied: 'コピーしました',
  send: '共有…',
  refused: 'このブラウザではページから画像を作れません。代わりに SVG で保存できます。',
  failed: 'うまくいきませんでした。代わりに画像を保存してください。',
  nothing: '図を選んでください。',
}
