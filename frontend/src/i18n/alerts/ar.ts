// This catalogue has the Arabic words of what a person is told who is not looking.
import type { Alerts } from './en'

const ar: Alerts = {
  'alerts.message': 'لديك رسالة جديدة',
  'notifications.friend_request': 'يود {name} أن يكون صديقك',
  'notifications.friend_accepted': 'قبل {name} طلبك',
  'notifications.message_request': 'يود {name} التحدث معك',
  'notifications.group_invitation': 'يدعوك {name} إلى مجموعة',
  'notifications.mention': 'ذكرك {name}',
  'notifications.security': 'حسابك: {event}',
  'notifications.report_decided': 'تم البت في بلاغك',
  'event.new_sign_in': 'سُجّل الدخول إلى حسابك من جهاز جديد',
  'event.password_changed': 'تغيّرت كلمة مرورك',
  'event.second_factor_on': 'فُعّل العامل الثاني',
  'event.second_factor_off': 'أُوقف العامل الثاني',
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
  'event.second_factor_failed': 'أُدخلت عدة رموز خاطئة للعامل الثاني',
  'event.second_factor_removed_by_admin': 'أزال أحد المسؤولين عاملك الثاني',
  'event.way_in_made': 'أنشأ أحد المسؤولين طريقة دخول لمرة واحدة إلى حسابك',
  'notifications.system': 'أخبار من الخادم',
}

export default ar
