// This joins the class names of an element that apply into one text.

export const classes = (...names: (string | false | undefined)[]) => names.filter(Boolean).join(' ')
