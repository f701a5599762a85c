// The old name of a primitive, for the sources that still use it.
export { toast } from './toasts/Toasts'
