// This catalogue has the Spanish words of what helps in writing.
import type { Writing } from './en'

const es: Writing = {
  'write.bold': 'Negrita',
  'write.italic': 'Cursiva',
  'write.strike': 'Tachado',
  'write.code': 'Código',
  'write.spoiler': 'Texto oculto',
  'write.quote': 'Cita',
  'write.list': 'Lista',
  'write.formatHelp': 'Cómo dar formato al texto',
  'write.formatEscape': 'Una barra inversa (\\) delante de un signo lo deja como está.',
  'write.emojiNames': 'Emojis por nombre',
  'emoji.recent': 'Usados recientemente',
  'emoji.groups': 'Grupos de emojis',
  'emoji.tone': 'Tono de piel',
  'emoji.tone.none': 'Sin tono de piel',
  'emoji.tone.light': 'Tono de piel claro',
  'emoji.tone.medium-light': 'Tono de piel claro medio',
  'emoji.tone.medium': 'Tono de piel medio',
  'emoji.tone.medium-dark': 'Tono de piel oscuro medio',
  'emoji.tone.dark': 'Tono de piel oscuro',
  'emoji.group.0': 'Caritas y emociones',
  'emoji.group.1': 'Personas y cuerpo',
  'emoji.group.3': 'Animales y naturaleza',
  'emoji.group.4': 'Comida y bebida',
  'emoji.group.5': 'Viajes y lugares',
  'emoji.group.6': 'Actividades',
  'emoji.group.7': 'Objetos',
  'emoji.group.8': 'Símbolos',
  'emoji.group.9': 'Banderas',
}

export default es
