// Japanese, for what is told to whoever does not look on.
import type { Alerts } from './en'

const ja: Alerts = {
  'alerts.message': '新しいメッセージがあります',
  'notices.friend_request': '{name}さんが友だちになりたがっています',
  'notices.friend_accepted': '{name}さんが申請を承認しました',
  'notices.message_request': '{name}さんがあなたと話したがっています',
  'notices.group_invitation': '{name}さんがグループに招待しています',
  'notices.mention': '{name}さんがあなたに言及しました',
  'notices.security': 'アカウント: {event}',
  'notices.report_decided': '報告への対応が決まりました',
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
  'notices.system': 'サーバーからのお知らせ',
}

export default ja
