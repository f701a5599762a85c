// This catalogue has the Japanese words of what opens over the chats and comes late: the palette, filters, menus.
import type { Overlays } from './en'

const ja: Overlays = {
  'palette.title': '移動と操作',
  'palette.field': 'チャット・人・操作・設定',
  'palette.recent': '最近',
  'palette.actions': '操作',
  'palette.settings': '設定',
  'palette.chat': 'チャット',
  'palette.group': 'グループ',
  'palette.person': '人',
  'palette.action': '操作',
  'palette.messages': 'メッセージから「{query}」を検索',
  'palette.found': '{n, plural, =0 {見つかりません} other {#件}}',
  'palette.move': '移動',
  'palette.choose': '選択',
  'palette.light': 'ライトテーマ',
  'palette.dark': 'ダークテーマ',
  'palette.system': 'システムのテーマ',
  'palette.muteChat': '{name}をミュート',
  'palette.unmuteChat': '{name}のミュートを解除',
  'palette.searchChats': 'チャットとメッセージを検索',
}

export default ja
