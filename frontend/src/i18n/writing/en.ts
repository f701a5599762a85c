// This catalogue has the English words of what helps in writing: formatting and emoji.
const en = {
  'write.bold': 'Bold',
  'write.italic': 'Italic',
  'write.strike': 'Strikethrough',
  'write.code': 'Code',
  'write.spoiler': 'Spoiler',
  'write.quote': 'Quote',
  'write.list': 'List',
  'write.formatHelp': 'How to format text',
  'write.formatEscape': 'A backslash (\\) before a sign keeps it as it is.',
  'write.emojiNames': 'Emoji by name',
  'emoji.recent': 'Recently used',
  'emoji.groups': 'Groups of emoji',
  'emoji.tone': 'Skin tone',
  'emoji.tone.none': 'No skin tone',
  'emoji.tone.light': 'Light skin tone',
  'emoji.tone.medium-light': 'Medium-light skin tone',
  'emoji.tone.medium': 'Medium skin tone',
  'emoji.tone.medium-dark': 'Medium-dark skin tone',
  'emoji.tone.dark': 'Dark skin tone',
  'emoji.group.0': 'Smileys and emotion',
  'emoji.group.1': 'People and body',
  'emoji.group.3': 'Animals and nature',
  'emoji.group.4': 'Food and drink',
  'emoji.group.5': 'Travel and places',
  'emoji.group.6': 'Activities',
  'emoji.group.7': 'Objects',
  'emoji.group.8': 'Symbols',
  'emoji.group.9': 'Flags',
} as const

export type Writing = Record<keyof typeof en, string>
export default en as Writing
