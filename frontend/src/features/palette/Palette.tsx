// The palette goes anywhere and does anything from one field: chats, people, actions and settings in one list.
import { Search } from 'lucide-react'
import { type KeyboardEvent, useCallback, useId, useLayoutEffect, useRef, useState } from 'react'
import { t } from '@/i18n'
import { pick } from '@/lib/picked'
import { useNavigate } from '@/lib/router'
import { searchList } from '@/store/listSearch'
import { Count } from '@/ui/count/Count'
import { Dialog } from '@/ui/dialog/Dialog'
import { Marked } from '@/ui/marked/Marked'
import s from './palette.module.css'
import { type Entry, type Offer, type Part, usePalette } from './usePalette'

const PAGE = 8

/** Where a key leads to among `count` lines. */
function step(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % count
    case 'ArrowUp':
      return (at - 1 + count) % count
    case 'PageDown':
      return Math.min(at + PAGE, count - 1)
    case 'PageUp':
      return Math.max(at - PAGE, 0)
    default:
      return undefined
  }
}

/** What is not found here may be said in a message: the words go on to the search of the list. */
function useFurther() {
  const go = useNavigate()
  return useCallback(
    (words: string): Entry => ({
      id: 'messages',
      kind: 'action',
      text: t('palette.messages', { query: words }),
      icon: <Search />,
      run: () => {
        searchList(words)
        // On a phone the list is a screen of its own.
        if (matchMedia('(max-width: 600px)').matches) go('/')
        requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-search]')?.focus())
      },
    }),
    [go],
  )
}

export default function Palette({ onClose }: { onClose: () => void }) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const { parts, words } = usePalette(query, useFurther())
  const offers = parts.flatMap(part => part.offers)
  const active = Math.min(at, offers.length - 1)
  const nameOf = (place: number) => `${id}-${place}`
  const run = (offer: Offer | undefined) => {
    if (!offer) return
    if (offer.id !== 'messages') pick(offer.id)
    onClose()
    // The focus comes back from the dialog first; what is done may take it further.
    queueMicrotask(offer.run)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const next = step(event.key, active, offers.length)
    if (next !== undefined) setAt(next)
    else if (event.key === 'Enter') run(offers[active])
    else return
    event.preventDefault()
  }
  useLayoutEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  })
  return (
    <Dialog title={t('palette.title')} bare={s.palette} onClose={onClose}>
      <div className={s.field}>
        <Search size={20} aria-hidden />
        <input
          role="combobox"
          aria-label={t('palette.title')}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={nameOf(active)}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="go"
          autoFocus
          placeholder={t('palette.field')}
          value={query}
          onChange={event => {
            setQuery(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
        />
        <kbd aria-hidden>Esc</kbd>
      </div>
      <div ref={list} role="listbox" id={`${id}-list`} aria-label={t('palette.title')} className={s.list}>
        <Lines {...{ parts, active, nameOf, run, setAt }} />
      </div>
      <p role="status" className="only-heard">
        {words && t('palette.found', { n: offers.length - 1 })}
      </p>
      <p className={s.foot} aria-hidden>
        <kbd>↑</kbd>
        <kbd>↓</kbd> {t('palette.move')} <kbd>↵</kbd> {t('palette.choose')}
      </p>
    </Dialog>
  )
}

interface LinesProps {
  parts: readonly Part[]
  active: number
  nameOf: (place: number) => string
  run: (offer: Offer) => void
  setAt: (place: number) => void
}

function Lines({ parts, active, nameOf, run, setAt }: LinesProps) {
  let place = 0
  return parts.map(({ title, offers }) => {
    const first = place
    place += offers.length
    const lines = offers.map((offer, n) => (
      <Line
        key={offer.id}
        id={nameOf(first + n)}
        offer={offer}
        active={first + n === active}
        titled={title !== undefined}
        onPoint={() => setAt(first + n)}
        onPick={() => run(offer)}
      />
    ))
    if (!title) return lines
    return (
      // biome-ignore lint/a11y/useSemanticElements: a group of options; a fieldset has no place in a list box
      <div key={title} role="group" aria-label={title}>
        <p className={s.title} aria-hidden>
          {title}
        </p>
        {lines}
      </div>
    )
  })
}

interface LineProps {
  id: string
  offer: Offer
  active: boolean
  /** Its kind is said by the title above it. */
  titled: boolean
  onPoint: () => void
  onPick: () => void
}

function Line({ id, offer, active, titled, onPoint, onPick }: LineProps) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the active one
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
    <div
      id={id}
      role="option"
      aria-selected={active}
      className={s.line}
      onPointerDown={event => event.preventDefault()}
      onPointerMove={onPoint}
      onClick={onPick}
    >
      <span className={s.icon} aria-hidden>
        {offer.icon}
      </span>
      <span className={s.text}>
        <bdi>
          <Marked text={offer.text} ranges={offer.ranges} />
        </bdi>
        {offer.under && <small dir="ltr">{offer.under}</small>}
      </span>
      {offer.unread ? <Count n={offer.unread} label={t('list.unreadCount', { n: offer.unread })} /> : null}
      {offer.keys ? (
        <kbd dir="ltr" aria-hidden>
          {offer.keys}
        </kbd>
      ) : (
        !titled && <small className={s.kind}>{t(`palette.${offer.kind}`)}</small>
      )}
    </div>
  )
}
