// English, for what is told to whoever does not look on: by the page, and by its service worker.
const en = {
  'alerts.message': 'You have a new message',
  'notices.friend_request': '{name} would like to be your friend',
  'notices.friend_accepted': '{name} accepted your request',
  'notices.message_request': '{name} would like to talk with you',
  'notices.mention': '{name} mentioned you',
  'notices.security': 'Your account: {event}',
  'notices.report_decided': 'Your report was decided',
  'event.new_sign_in': 'Your account was signed in to on a new device',
  'event.password_changed': 'Your password was changed',
  'event.second_factor_on': 'The second step was turned on',
  'event.second_factor_off': 'The second step was turned off',
  'event.refresh_reused': 'A copied session was ended',
  'notices.system': 'News from the server',
} as const

export type Alerts = Record<keyof typeof en, string>
export default en as Alerts
