// Arabic, for what is told to whoever does not look on.
import type { Alerts } from './en'

const ar: Alerts = {
  'alerts.message': 'لديك رسالة جديدة',
  'notices.friend_request': 'يود {name} أن يكون صديقك',
  'notices.friend_accepted': 'قبل {name} طلبك',
  'notices.message_request': 'يود {name} التحدث معك',
  'notices.mention': 'ذكرك {name}',
  'notices.security': 'حسابك: {event}',
  'notices.report_decided': 'تم البت في بلاغك',
  'event.new_sign_in': 'سُجّل الدخول إلى حسابك من جهاز جديد',
  'event.password_changed': 'تغيّرت كلمة مرورك',
  'event.second_factor_on': 'فُعّلت الخطوة الثانية',
  'event.second_factor_off': 'أُوقفت الخطوة الثانية',
  'event.refresh_reused': 'أُنهيت جلسة منسوخة',
  'notices.system': 'أخبار من الخادم',
}

export default ar
