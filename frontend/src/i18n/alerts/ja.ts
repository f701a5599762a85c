// This catalogue has the Japanese words of what a person is told who is not looking.
import type { Alerts } from './en'

const ja: Alerts = {
  'alerts.message': '新しいメッセージがあります',
  'notifications.friend_request': '{name}さんが友だちになりたがっています',
  'notifications.friend_accepted': '{name}さんが申請を承認しました',
  'notifications.message_request': '{name}さんがあなたと話したがっています',
  'notifications.group_invitation': '{name}さんがグループに招待しています',
  'notifications.mention': '{name}さんがあなたに言及しました',
  'notifications.security': 'アカウント: {event}',
  'notifications.report_decided': '報告への対応が決まりました',
  'event.new_sign_in': '新しい端末からログインがありました',
  'event.password_changed': 'パスワードが変更されました',
  'event.second_factor_on': '2段階認証が有効になりました',
  'event.second_factor_off': '2段階認証が無効になりました',
  'event.refresh_reused': '複製されたセッションを終了しました',
  'event.recovery_codes_made': '新しい回復コードが作られました',
  'event.recovery_code_used': '回復コードでサインインがありました',
  'event.identity_linked': '別のプロバイダーでのサインインが追加されました',
  'event.identity_unlinked': '別のプロバイダーでのサインインが削除されました',
  'event.email_changed': 'メールアドレスが設定されました',
  'event.email_removed': 'メールアドレスが削除されました',
  'event.phone_changed': '電話番号が設定されました',
  'event.phone_removed': '電話番号が削除されました',
  'event.export_asked': 'データのエクスポートが依頼されました',
  'event.second_factor_failed': '2段階目のコードが何度も間違えられました',
  'event.second_factor_removed_by_admin': '管理者が2段階目を解除しました',
  'event.way_in_made': '管理者がアカウントへの一度だけの入口を作りました',
  'notifications.system': 'サーバーからのお知らせ',
}

export default ja
