// This catalogue has the English words of what a person is told who is not looking: by the page, and by its service
// worker.
const en = {
  'alerts.message': 'You have a new message',
  'notifications.friend_request': '{name} would like to be your friend',
  'notifications.friend_accepted': '{name} accepted your request',
  'notifications.message_request': '{name} would like to talk with you',
  'notifications.group_invitation': '{name} invites you to a group',
  'notifications.mention': '{name} mentioned you',
  'notifications.security': 'Your account: {event}',
  'notifications.report_decided': 'Your report was decided',
  'event.new_sign_in': 'Your account was signed in to on a new device',
  'event.password_changed': 'Your password was changed',
  'event.second_factor_on': 'The second factor was turned on',
  'event.second_factor_off': 'The second factor was turned off',
  'event.refresh_reused': 'A copied session was ended',
  'event.recovery_codes_made': 'New recovery codes were made',
  'event.recovery_code_used': 'A recovery code was used to sign in',
  'event.identity_linked': 'Signing in by another provider was added',
  'event.identity_unlinked': 'Signing in by another provider was removed',
  'event.email_changed': 'Your email address was set',
  'event.email_removed': 'Your email address was removed',
  'event.phone_changed': 'Your phone number was set',
  'event.phone_removed': 'Your phone number was removed',
  'event.export_asked': 'An export of your data was requested',
  'event.second_factor_failed': 'Several wrong codes of the second factor were entered',
  'event.second_factor_removed_by_admin': 'An administrator removed your second factor',
  'event.way_in_made': 'An administrator made a one-time way in to your account',
  'notifications.system': 'News from the server',
} as const

export type Alerts = Record<keyof typeof en, string>
export default en as Alerts
