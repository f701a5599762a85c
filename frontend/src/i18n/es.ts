import type { Catalogue } from './en'
import en from './en'
export default en satisfies Catalogue
