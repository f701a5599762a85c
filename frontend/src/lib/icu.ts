// This formats the part of ICU MessageFormat our catalogues use: {name}, {n, number}, {n, plural, =0 {…} one {…} other
// {# …}} and {who, select, …}. A message is parsed once. It knows no catalogue.

export type Values = Readonly<Record<string, string | number>>

type Part =
  | { kind: 'text'; text: string }
  | { kind: 'value'; name: string; number: boolean }
  | { kind: 'count' }
  | { kind: 'choice'; name: string; plural: boolean; cases: ReadonlyMap<string, readonly Part[]> }

const parsed = new Map<string, readonly Part[]>()

export function format(message: string, locale: string, values: Values = {}): string {
  let parts = parsed.get(message)
  if (!parts) {
    parts = new Reader(message).parts(false)
    parsed.set(message, parts)
  }
  return write(parts, locale, values, undefined)
}

function write(parts: readonly Part[], locale: string, values: Values, count: number | undefined): string {
  let out = ''
  for (const part of parts) {
    switch (part.kind) {
      case 'text':
        out += part.text
        break
      case 'count':
        out += count === undefined ? '#' : number(locale, count)
        break
      case 'value': {
        const value = values[part.name] ?? ''
        out += part.number && typeof value === 'number' ? number(locale, value) : String(value)
        break
      }
      case 'choice': {
        const value = values[part.name]
        const chosen = part.plural ? plural(part.cases, locale, Number(value)) : part.cases.get(String(value))
        out += write(
          chosen ?? part.cases.get('other') ?? [],
          locale,
          values,
          part.plural && typeof value === 'number' ? value : count,
        )
        break
      }
    }
  }
  return out
}

function plural(cases: ReadonlyMap<string, readonly Part[]>, locale: string, value: number) {
  return cases.get(`=${value}`) ?? cases.get(rules(locale).select(value))
}

const known = new Map<string, Intl.PluralRules>()
const numbers = new Map<string, Intl.NumberFormat>()

function rules(locale: string): Intl.PluralRules {
  const rule = known.get(locale) ?? new Intl.PluralRules(locale)
  known.set(locale, rule)
  return rule
}

function number(locale: string, value: number): string {
  const writer = numbers.get(locale) ?? new Intl.NumberFormat(locale)
  numbers.set(locale, writer)
  return writer.format(value)
}

class Reader {
  private at = 0
  constructor(private readonly source: string) {}

  parts(inPlural: boolean): readonly Part[] {
    const found: Part[] = []
    let text = ''
    const flush = () => {
      if (text) found.push({ kind: 'text', text })
      text = ''
    }
    while (this.at < this.source.length) {
      const char = this.source.charAt(this.at)
      if (char === '}') break
      this.at += 1
      if (char === '{') {
        flush()
        found.push(this.argument())
      } else if (char === '#' && inPlural) {
        flush()
        found.push({ kind: 'count' })
      } else {
        text += char
      }
    }
    flush()
    return found
  }

  private argument(): Part {
    const name = this.word()
    if (this.take('}')) return { kind: 'value', name, number: false }
    this.expect(',')
    const kind = this.word()
    if (kind === 'number') {
      this.expect('}')
      return { kind: 'value', name, number: true }
    }
    if (kind !== 'plural' && kind !== 'select') throw new Error(`unknown format "${kind}" in: ${this.source}`)
    this.expect(',')
    const cases = new Map<string, readonly Part[]>()
    while (!this.take('}')) {
      const key = this.word()
      this.expect('{')
      cases.set(key, this.parts(kind === 'plural'))
      this.expect('}')
    }
    if (!cases.has('other')) throw new Error(`"other" is missing in: ${this.source}`)
    return { kind: 'choice', name, plural: kind === 'plural', cases }
  }

  private word(): string {
    this.space()
    const start = this.at
    while (/[\p{L}\p{N}_=]/u.test(this.source.charAt(this.at))) this.at += 1
    if (this.at === start) throw new Error(`a name is missing at ${start} in: ${this.source}`)
    return this.source.slice(start, this.at)
  }

  private take(char: string): boolean {
    this.space()
    if (this.source.charAt(this.at) !== char) return false
    this.at += 1
    return true
  }

  private expect(char: string) {
    if (!this.take(char)) throw new Error(`"${char}" is missing at ${this.at} in: ${this.source}`)
  }

  private space() {
    while (/\s/.test(this.source.charAt(this.at))) this.at += 1
  }
}
