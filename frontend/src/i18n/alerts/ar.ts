// Arabic, for what is told to whoever does not look on.
import type { Alerts } from './en'

const ar: Alerts = {
  'alerts.message': 'لديك رسالة جديدة',
  'notices.friend_request': 'يود {name} أن يكون صديقك',
  'notices.friend_accepted': 'قبل {name} طلبك',
  'notices.message_request': 'يود {name} التحدث معك',
  'notices.group_invitation': 'يدعوك {name} إلى مجموعة',
  'notices.mention': 'ذكرك {name}',
  'notices.security': 'حسابك: {event}',
  'notices.report_decided': 'تم البت في بلاغك',
  'event.new_sign_in': 'سُجّل الدخول إلى حسابك من جهاز جديد',
  'event.password_changed': 'تغيّرت كلمة مرورك',
  'event.second_factor_on': 'فُعّلت الخطوة الثانية',
  'event.second_factor_off': 'أُوقفت الخطوة الثانية',
  'event.refresh_reused': 'أُنهيت جلسة منسوخة',
  'event.recovery_codes_made': 'أُنشئت رموز استرداد جديدة',
  'event.recovery_code_used': 'استُخدم رمز استرداد لتسجيل الدخول',
  'event.identity_linked': 'أُضيف تسجيل الدخول عبر مزوّد آخر',
  'event.identity_unlinked': 'أُزيل تسجيل الدخول عبر مزوّد آخر',
  'event.email_changed': 'تم تعيين عنوان بريدك الإلكتروني',
  'event.email_removed': 'أُزيل عنوان بريدك الإلكتروني',
  'event.phone_changed': 'تم تعيين رقم هاتفك',
  'event.phone_removed': 'أُزيل رقم هاتفك',
  'event.export_asked': 'طُلب تصدير بياناتك',
  'event.second_factor_failed': 'أُدخلت عدة رموز خاطئة للخطوة الثانية',
  'event.second_factor_removed_by_admin': 'أزال أحد المسؤولين خطوتك الثانية',
  'event.way_in_made': 'أنشأ أحد المسؤولين طريقة دخول لمرة واحدة إلى حسابك',
  'notices.system': 'أخبار من الخادم',
}

export default ar
