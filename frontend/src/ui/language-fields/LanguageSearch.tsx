// A language is found by typing: in the reader's words, in its own, or by its code.
import { Search } from 'lucide-react'
import { type KeyboardEvent, useId, useState } from 'react'
import { compare, endonym, languageName, t } from '@/i18n'
import { classes } from '../classes'
import s from './language-fields.module.css'

const MOST_SHOWN = 6

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** What begins with the words comes before what only has them inside. */
export function findLanguages(codes: readonly string[], words: string): readonly string[] {
  const wanted = plain(words.trim())
  const rank = (code: string) => {
    const names = [plain(languageName(code)), plain(endonym(code)), code]
    if (names.some(name => name.startsWith(wanted))) return 0
    return names.some(name => name.includes(wanted)) ? 1 : 2
  }
  return codes
    .map(code => [code, rank(code)] as const)
    .filter(([, found]) => found < 2)
    .sort((a, b) => a[1] - b[1] || compare(languageName(a[0]), languageName(b[0])))
    .map(([code]) => code)
}

interface Props {
  languages: readonly string[]
  autoFocus?: boolean
  onPick: (code: string) => void
  onClose?: () => void
}

export function LanguageSearch({ languages, autoFocus, onPick, onClose }: Props) {
  const id = useId()
  const [words, setWords] = useState('')
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(0)
  const found = open ? findLanguages(languages, words).slice(0, MOST_SHOWN) : []
  const pick = (code: string | undefined) => {
    if (!code) return
    setWords('')
    setOpen(false)
    onPick(code)
  }
  const close = () => {
    setOpen(false)
    onClose?.()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      setOpen(true)
      setAt((at + step + Math.max(found.length, 1)) % Math.max(found.length, 1))
    } else if (event.key === 'Enter') pick(found[at])
    else if (event.key === 'Escape' && (open || onClose)) close()
    else return
    event.preventDefault()
  }
  return (
    <div className={s.search}>
      <Search size={18} aria-hidden />
      <input
        role="combobox"
        aria-label={t('profile.add')}
        aria-expanded={found.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={found[at] ? `${id}-${found[at]}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: a person has just asked for this field
        autoFocus={autoFocus}
        placeholder={t('profile.find')}
        value={words}
        onChange={event => {
          setWords(event.target.value)
          setAt(0)
          setOpen(true)
        }}
        onFocus={() => setOpen(true)}
        onClick={() => setOpen(true)}
        onBlur={close}
        onKeyDown={onKeyDown}
      />
      <Options id={id} found={found} at={at} onPick={pick} />
    </div>
  )
}

interface OptionsProps {
  id: string
  found: readonly string[]
  at: number
  onPick: (code: string) => void
}

function Options({ id, found, at, onPick }: OptionsProps) {
  return (
    <div role="listbox" id={`${id}-list`} className={classes(s.options, found.length === 0 && s.none)}>
      {found.map((code, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the active one
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
        <div
          key={code}
          id={`${id}-${code}`}
          role="option"
          aria-selected={index === at}
          className={s.option}
          // The field keeps the focus, and with it the list.
          onPointerDown={event => event.preventDefault()}
          onClick={() => onPick(code)}
        >
          <bdi lang={code}>{endonym(code)}</bdi> <small>{languageName(code)}</small>
        </div>
      ))}
    </div>
  )
}
