// This catalogue has the Spanish words of what opens over the chats and comes late: the palette, filters, menus.
import type { Overlays } from './en'

const es: Overlays = {
  'palette.title': 'Ir o hacer',
  'palette.field': 'Chats, personas, acciones, ajustes',
  'palette.recent': 'Recientes',
  'palette.actions': 'Acciones',
  'palette.settings': 'Ajustes',
  'palette.chat': 'Chat',
  'palette.group': 'Grupo',
  'palette.person': 'Persona',
  'palette.action': 'Acción',
  'palette.messages': 'Buscar «{query}» en los mensajes',
  'palette.found': '{n, plural, =0 {Nada encontrado} one {# resultado} other {# resultados}}',
  'palette.move': 'para moverse',
  'palette.choose': 'para elegir',
  'palette.light': 'Tema claro',
  'palette.dark': 'Tema oscuro',
  'palette.system': 'Tema del sistema',
  'palette.muteChat': 'Silenciar {name}',
  'palette.unmuteChat': 'Reactivar el sonido de {name}',
  'palette.searchChats': 'Buscar chats y mensajes',
}

export default es
