// This catalogue has the English words of what opens over the chats and comes late: the palette, filters, menus.
const en = {
  'palette.title': 'Go to or do',
  'palette.field': 'Chats, people, actions, settings',
  'palette.recent': 'Recent',
  'palette.actions': 'Actions',
  'palette.settings': 'Settings',
  'palette.chat': 'Chat',
  'palette.group': 'Group',
  'palette.person': 'Person',
  'palette.action': 'Action',
  'palette.messages': 'Search messages for “{query}”',
  'palette.found': '{n, plural, =0 {Nothing found} one {# result} other {# results}}',
  'palette.move': 'to move',
  'palette.choose': 'to choose',
  'palette.light': 'Light theme',
  'palette.dark': 'Dark theme',
  'palette.system': 'Theme of the system',
  'palette.muteChat': 'Mute {name}',
  'palette.unmuteChat': 'Unmute {name}',
  'palette.searchChats': 'Search chats and messages',
} as const

export type Overlays = Record<keyof typeof en, string>
export default en as Overlays
