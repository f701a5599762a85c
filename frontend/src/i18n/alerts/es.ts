// Spanish, for what is told to whoever does not look on.
import type { Alerts } from './en'

const es: Alerts = {
  'alerts.message': 'Tienes un mensaje nuevo',
  'notices.friend_request': '{name} quiere ser tu amistad',
  'notices.friend_accepted': '{name} aceptó tu solicitud',
  'notices.message_request': '{name} quiere hablar contigo',
  'notices.mention': '{name} te mencionó',
  'notices.security': 'Tu cuenta: {event}',
  'notices.report_decided': 'Se decidió sobre tu denuncia',
  'event.new_sign_in': 'Se inició sesión en tu cuenta desde un dispositivo nuevo',
  'event.password_changed': 'Se cambió tu contraseña',
  'event.second_factor_on': 'Se activó el segundo paso',
  'event.second_factor_off': 'Se desactivó el segundo paso',
  'event.refresh_reused': 'Se cerró una sesión copiada',
  'notices.system': 'Novedades del servidor',
}

export default es
