// This catalogue has the Spanish words of what a person is told who is not looking.
import type { Alerts } from './en'

const es: Alerts = {
  'alerts.message': 'Tienes un mensaje nuevo',
  'notifications.friend_request': '{name} quiere ser tu amistad',
  'notifications.friend_accepted': '{name} aceptó tu solicitud',
  'notifications.message_request': '{name} quiere hablar contigo',
  'notifications.group_invitation': '{name} te invita a un grupo',
  'notifications.mention': '{name} te mencionó',
  'notifications.security': 'Tu cuenta: {event}',
  'notifications.report_decided': 'Se decidió sobre tu denuncia',
  'event.new_sign_in': 'Se inició sesión en tu cuenta desde un dispositivo nuevo',
  'event.password_changed': 'Se cambió tu contraseña',
  'event.second_factor_on': 'Se activó el segundo factor',
  'event.second_factor_off': 'Se desactivó el segundo factor',
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
  'event.second_factor_failed': 'Se escribieron varios códigos incorrectos del segundo factor',
  'event.second_factor_removed_by_admin': 'Un administrador quitó tu segundo factor',
  'event.way_in_made': 'Un administrador creó un acceso de un solo uso a tu cuenta',
  'notifications.system': 'Novedades del servidor',
}

export default es
