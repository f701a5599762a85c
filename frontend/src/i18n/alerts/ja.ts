// Japanese, for what is told to whoever does not look on.
import type { Alerts } from './en'

const ja: Alerts = {
  'alerts.message': '新しいメッセージがあります',
  'notices.friend_request': '{name}さんが友だちになりたがっています',
  'notices.friend_accepted': '{name}さんが申請を承認しました',
  'notices.message_request': '{name}さんがあなたと話したがっています',
  'notices.mention': '{name}さんがあなたに言及しました',
  'notices.security': 'アカウント: {event}',
  'notices.report_decided': '報告への対応が決まりました',
  'event.new_sign_in': '新しい端末からログインがありました',
  'event.password_changed': 'パスワードが変更されました',
  'event.second_factor_on': '2段階認証が有効になりました',
  'event.second_factor_off': '2段階認証が無効になりました',
  'event.refresh_reused': '複製されたセッションを終了しました',
  'notices.system': 'サーバーからのお知らせ',
}

export default ja
