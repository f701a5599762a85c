// Spanish, for what is told to whoever does not look on.
import type { Alerts } from './en'

const es: Alerts = {
  'alerts.message': 'Tienes un mensaje nuevo',
  'notices.friend_request': '{name} quiere ser tu amistad',
  'notices.friend_accepted': '{name} aceptó tu solicitud',
  'notices.message_request': '{name} quiere hablar contigo',
  'notices.group_invitation': '{name} te invita a un grupo',
  'notices.mention': '{name} te mencionó',
  'notices.security': 'Tu cuenta: {event}',
  'notices.report_decided': 'Se decidió sobre tu denuncia',
  'event.new_sign_in': 'Se inició sesión en tu cuenta desde un dispositivo nuevo',
  'event.password_changed': 'Se cambió tu contraseña',
  'event.second_factor_on': 'Se activó el segundo paso',
  'event.second_factor_off': 'Se desactivó el segundo paso',
  'event.refresh_reused': 'Se cerró una sesión copiada',
  'event.recovery_codes_made': 'Se crearon nuevos códigos de recuperación',
  'event.recovery_code_used': 'Se usó un código de recuperación para entrar',
  'event.identity_linked': 'Se añadió el inicio de sesión con otro proveedor',
  'event.identity_unlinked': 'Se quitó el inicio de sesión con otro proveedor',
  'event.email_changed': 'Se estableció tu correo electrónico',
  'event.email_removed': 'Se quitó tu correo electrónico',
  'event.phone_changed': 'Se estableció tu número de teléfono',
  'event.phone_removed': 'Se quitó tu número de teléfono',
  'event.export_asked': 'Se pidió una exportación de tus datos',
  'event.second_factor_failed': 'Se escribieron varios códigos incorrectos del segundo paso',
  'event.second_factor_removed_by_admin': 'Un administrador quitó tu segundo paso',
  'event.way_in_made': 'Un administrador creó un acceso de un solo uso a tu cuenta',
  'notices.system': 'Novedades del servidor',
}

export default es
