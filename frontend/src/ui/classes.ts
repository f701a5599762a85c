// Class names of an element: those that apply, as one text.

export const classes = (...names: (string | false | undefined)[]) => names.filter(Boolean).join(' ')
