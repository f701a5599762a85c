// This catalogue has the Arabic words of what one does with a message.
import type { Acts } from './en'

const ar: Acts = {
  'message.receipts': 'من قرأها',
  'receipts.read': 'قُرئت',
  'receipts.delivered': 'سُلّمت',
  'receipts.none': 'لم يستلمها أحد بعد.',
  'chat.toMention':
    '{n, plural, zero {إلى الإشارة إليك} one {إلى الرسالة التي تشير إليك} two {إلى التالية من رسالتين تشيران إليك} few {إلى التالية من # رسائل تشير إليك} many {إلى التالية من # رسالة تشير إليك} other {إلى التالية من # رسالة تشير إليك}}',
  'chat.toReaction':
    '{n, plural, zero {إلى التفاعل الجديد} one {إلى التفاعل الجديد} two {إلى التالية من رسالتين عليهما تفاعلات جديدة} few {إلى التالية من # رسائل عليها تفاعلات جديدة} many {إلى التالية من # رسالة عليها تفاعلات جديدة} other {إلى التالية من # رسالة عليها تفاعلات جديدة}}',
  'message.actions': 'إجراءات',
  'message.retry': 'إعادة الإرسال',
  'message.discard': 'عدم الإرسال',
  'message.quick': 'إجراءات سريعة',
  'message.react': 'التفاعل بـ {emoji}',
  'message.reactMore': 'رموز تعبيرية أخرى',
  'message.reactions': 'التفاعلات',
  'reactions.none': 'لم يتفاعل أحد.',
  'reactions.others':
    '{n, plural, zero {لا أحد} one {شخص آخر} two {شخصان آخران} few {# آخرون} many {# آخر} other {# آخر}}',
  'message.link': 'نسخ الرابط',
  'message.linkCopied': 'تم نسخ الرابط',
  'saved.save': 'حفظ',
  'saved.done': 'تم الحفظ',
  'correct.title': 'تصحيح رسالة {name}',
  'correct.version': 'صيغتك',
  'correct.preview': 'ما سيراه {name}',
  'correct.send': 'إرسال التصحيح',
  'forward.title': 'إعادة توجيه إلى…',
  'forward.done': 'أُعيد توجيهها',
  'message.hide': 'حذف لدي فقط',
  'message.hideText': 'تختفي لديك وحدك، وتبقى لدى الآخرين.',
  'chat.down': 'إلى أحدث رسالة',
  'chat.back': 'العودة إلى حيث كنت',
  'message.copy': 'نسخ النص',
  'message.deleteText': 'تُحذف لدى الجميع في المحادثة.',
  'message.history': 'النسخ السابقة',
  'message.unstar': 'إزالة النجمة',
  'message.reaction': '{emoji}، {n}',
  'slip.you': 'صحّح {name} رسالتك',
  'slip.mine': 'صحّحت رسالة {name}',
  'slip.other': 'صحّح {name} رسالة {other}',
  'slip.changes':
    '{n, plural, zero {بلا تغيير} one {تغيير واحد} two {تغييران} few {# تغييرات} many {# تغييرًا} other {# تغيير}}',
  'slip.thanks': 'شكرًا',
  'slip.thanked': 'تم الشكر',
  'slip.thankedBy': 'شكرك {name}',
  'slip.copy': 'نسخ المصحَّح',
  'slip.removed': 'محذوف',
  'slip.added': 'مضاف',
  'select.count':
    '{n, plural, zero {لا شيء محدد} one {رسالة واحدة محددة} two {رسالتان محددتان} few {# رسائل محددة} many {# رسالة محددة} other {# رسالة محددة}}',
  'select.delete':
    '{n, plural, zero {حذف الرسائل} one {حذف رسالة واحدة} two {حذف رسالتين} few {حذف # رسائل} many {حذف # رسالة} other {حذف # رسالة}}',
  'translation.busy': 'جارٍ الترجمة…',
  'translation.by': 'تُرجم من {language} بواسطة {engine}',
  'translation.same': 'النص مكتوب باللغة {language} أصلًا.',
  'translation.failed': 'الترجمة غير متاحة الآن.',
  'translation.hide': 'إخفاء الترجمة',
  'translation.show': 'عرض الترجمة',
  'translation.on': 'تشغيل',
  'translation.off': 'إيقاف',
  'translation.consent': 'تُرسل كلمات الرسائل التي تترجمها في هذه المحادثة إلى {engine} على {host}.',
  'translation.chatText': 'ما يكتبه الآخرون في هذه المحادثة يُرسل إلى {engine} على {host} أثناء قراءتك.',
}

export default ar
