// This catalogue has the Arabic words of what helps in writing.
import type { Writing } from './en'

const ar: Writing = {
  'write.bold': 'غامق',
  'write.italic': 'مائل',
  'write.strike': 'يتوسطه خط',
  'write.code': 'رمز برمجي',
  'write.spoiler': 'نص مخفي',
  'write.quote': 'اقتباس',
  'write.list': 'قائمة',
  'write.formatHelp': 'كيفية تنسيق النص',
  'write.formatEscape': 'الشرطة المائلة العكسية (\\) قبل العلامة تُبقيها كما هي.',
  'write.emojiNames': 'الرموز التعبيرية بالاسم',
  'emoji.recent': 'المستخدمة مؤخرًا',
  'emoji.groups': 'مجموعات الرموز التعبيرية',
  'emoji.tone': 'لون البشرة',
  'emoji.tone.none': 'بلا لون بشرة',
  'emoji.tone.light': 'بشرة فاتحة',
  'emoji.tone.medium-light': 'بشرة متوسطة الفتاحة',
  'emoji.tone.medium': 'بشرة متوسطة',
  'emoji.tone.medium-dark': 'بشرة متوسطة الدكانة',
  'emoji.tone.dark': 'بشرة داكنة',
  'emoji.group.0': 'الوجوه والمشاعر',
  'emoji.group.1': 'الأشخاص والجسم',
  'emoji.group.3': 'الحيوانات والطبيعة',
  'emoji.group.4': 'الطعام والشراب',
  'emoji.group.5': 'السفر والأماكن',
  'emoji.group.6': 'الأنشطة',
  'emoji.group.7': 'الأشياء',
  'emoji.group.8': 'الرموز',
  'emoji.group.9': 'الأعلام',
}

export default ar
