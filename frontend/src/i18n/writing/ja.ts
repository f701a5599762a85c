// This catalogue has the Japanese words of what helps in writing.
import type { Writing } from './en'

const ja: Writing = {
  'write.bold': '太字',
  'write.italic': '斜体',
  'write.strike': '取り消し線',
  'write.code': 'コード',
  'write.spoiler': 'ネタバレ防止',
  'write.quote': '引用',
  'write.list': 'リスト',
  'write.formatHelp': '書式の付け方',
  'write.formatEscape': '記号の前にバックスラッシュ（\\）を置くと、記号のまま表示されます。',
  'write.emojiNames': '名前で絵文字を選ぶ',
  'emoji.recent': '最近使った絵文字',
  'emoji.groups': '絵文字のグループ',
  'emoji.tone': '肌の色',
  'emoji.tone.none': '肌の色なし',
  'emoji.tone.light': '明るい肌色',
  'emoji.tone.medium-light': 'やや明るい肌色',
  'emoji.tone.medium': '中間の肌色',
  'emoji.tone.medium-dark': 'やや濃い肌色',
  'emoji.tone.dark': '濃い肌色',
  'emoji.group.0': '顔と感情',
  'emoji.group.1': '人と体',
  'emoji.group.3': '動物と自然',
  'emoji.group.4': '食べ物と飲み物',
  'emoji.group.5': '旅行と場所',
  'emoji.group.6': 'アクティビティ',
  'emoji.group.7': '物',
  'emoji.group.8': '記号',
  'emoji.group.9': '旗',
}

export default ja
