// This catalogue has the Arabic words of what opens over the chats and comes late: the palette, filters, menus.
import type { Overlays } from './en'

const ar: Overlays = {
  'palette.title': 'انتقل أو نفّذ',
  'palette.field': 'محادثات وأشخاص وإجراءات وإعدادات',
  'palette.recent': 'الأخيرة',
  'palette.actions': 'إجراءات',
  'palette.settings': 'الإعدادات',
  'palette.chat': 'محادثة',
  'palette.group': 'مجموعة',
  'palette.person': 'شخص',
  'palette.action': 'إجراء',
  'palette.messages': 'ابحث عن «{query}» في الرسائل',
  'palette.found':
    '{n, plural, =0 {لا نتائج} one {نتيجة واحدة} two {نتيجتان} few {# نتائج} many {# نتيجة} other {# نتيجة}}',
  'palette.move': 'للتنقل',
  'palette.choose': 'للاختيار',
  'palette.light': 'السمة الفاتحة',
  'palette.dark': 'السمة الداكنة',
  'palette.system': 'سمة النظام',
  'palette.muteChat': 'اكتم {name}',
  'palette.unmuteChat': 'ألغِ كتم {name}',
  'palette.searchChats': 'ابحث في المحادثات والرسائل',
}

export default ar
