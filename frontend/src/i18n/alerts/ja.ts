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
  'notices.system': 'サーバーからのお知らせ',
}

export default ja
