// A person is shown as an exchange: the filled half is a language they give, the outlined half one they want, with the
// level. The chip shows one of each; the deal shows them large, with the others under them.
import { endonym, formatList, languageName, t } from '@/i18n'
import s from './exchange.module.css'

export interface Languages {
  readonly native_languages: readonly string[]
  readonly learning_languages: readonly { readonly code: string; readonly level: string }[]
}

const LEVELS = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2']

/** The pair that concerns the reader, who learns what the other gives and gives what the other wants; else the first. */
export function pairOf(of: Languages, reader?: Languages | null) {
  const learnt = reader?.learning_languages.map(({ code }) => code) ?? []
  const give = of.native_languages.find(code => learnt.includes(code)) ?? of.native_languages[0]
  const want =
    of.learning_languages.find(({ code }) => reader?.native_languages.includes(code)) ?? of.learning_languages[0]
  return { give, want }
}

export function ExchangeChip({ of, reader }: { of: Languages; reader?: Languages | null }) {
  const { give, want } = pairOf(of, reader)
  if (!give || !want) return null
  const spoken = t('exchange.said', { give: languageName(give), want: languageName(want.code), level: want.level })
  return (
    <span className={s.chip} role="img" aria-label={spoken}>
      <bdi dir="ltr" aria-hidden>
        <span className={s.give}>{give}</span>
        <span className={s.want}>
          {want.code} <b>{want.level}</b>
        </span>
      </bdi>
    </span>
  )
}

export function Deal({ of, reader }: { of: Languages; reader?: Languages | null }) {
  const { give, want } = pairOf(of, reader)
  if (!give || !want) return null
  const alsoGives = of.native_languages.filter(code => code !== give)
  const alsoWants = of.learning_languages.filter(({ code }) => code !== want.code)
  return (
    <dl className={s.deal}>
      <div>
        <dt>{t('info.speaks')}</dt>
        <dd lang={give}>{endonym(give)}</dd>
        <dd>{alsoGives.length > 0 ? formatList(alsoGives.map(languageName)) : t('exchange.native')}</dd>
      </div>
      <div>
        <dt>{t('info.learns')}</dt>
        <dd lang={want.code}>{endonym(want.code)}</dd>
        <dd>
          <Steps level={want.level} />
          {[want.level, ...alsoWants.map(({ code, level }) => `${languageName(code)} ${level}`)].join(', ')}
        </dd>
      </div>
    </dl>
  )
}

/** Six steps, as many of them filled as the level is high; the level itself stands beside them. */
export function Steps({ level }: { level: string }) {
  const reached = LEVELS.indexOf(level)
  return (
    <span className={s.steps} dir="ltr" aria-hidden>
      {LEVELS.map((one, at) => (
        <i key={one} data-on={at <= reached} />
      ))}
    </span>
  )
}
