// Two gestures act on the message they are made on: a double click reacts with the person's first emoji, and a finger
// that moves sideways answers it. Rows know nothing of it: it is listened for where all of them are.
import './gestures.css'

export interface Gestures {
  /** The message of a row, as far as it can be acted on. */
  reply(article: HTMLElement): void
  react(article: HTMLElement): void
}

/** From here on it is a swipe, here it answers, and further the message does not go. */
const [BEGINS_PX, ANSWERS_PX, MOST_PX] = [12, 56, 72]

const articleOf = (target: EventTarget | null) =>
  target instanceof Element ? target.closest<HTMLElement>('article[data-seq][data-holds]') : null

/**
 * A double click on words selects one, as it does everywhere: who reads a foreign language wants to look it up. It
 * reacts on everything else of a message's row. With a finger a double tap selects nothing, so it always reacts.
 */
function onDoubleClick(event: MouseEvent, { react }: Gestures) {
  const article = articleOf(event.target)
  if (!article || (event.target as Element).closest('a, button, input, [role=toolbar]')) return
  const selection = getSelection()
  if (selection && isUnder(event, selection)) return
  // Beside the words the browser selects the nearest one, which no one wanted.
  selection?.removeAllRanges()
  react(article)
}

/** Whether the word that was selected is the one that was clicked. */
function isUnder({ clientX: x, clientY: y }: MouseEvent, selection: Selection): boolean {
  if (selection.isCollapsed || !selection.toString().trim()) return false
  const boxes = [...selection.getRangeAt(0).getClientRects()]
  return boxes.some(({ left, right, top, bottom }) => x >= left && x <= right && y >= top && y <= bottom)
}

interface Swipe {
  readonly article: HTMLElement
  readonly id: number
  readonly x: number
  readonly y: number
  hint?: HTMLElement
  by: number
}

/** The hint grows with the way the finger has gone, and is full where letting go answers. */
function show(swipe: Swipe, by: number) {
  const before = swipe.by
  swipe.by = Math.min(Math.max(by, 0), MOST_PX)
  const rtl = document.documentElement.dir === 'rtl'
  swipe.article.style.setProperty('--swipe', `${rtl ? swipe.by : -swipe.by}px`)
  swipe.hint?.style.setProperty('--grown', `${Math.min(swipe.by / ANSWERS_PX, 1)}`)
  const [was, is] = [before >= ANSWERS_PX, swipe.by >= ANSWERS_PX]
  if (swipe.hint) swipe.hint.dataset.full = String(is)
  if (is && !was) navigator.vibrate?.(8)
}

function begin(swipe: Swipe) {
  swipe.article.dataset.swiped = ''
  swipe.hint = document.createElement('span')
  swipe.hint.className = 'swipe-hint'
  swipe.hint.ariaHidden = 'true'
  swipe.hint.append(arrow())
  swipe.article.append(swipe.hint)
}

/** The sign of a reply, as the menu has it. */
function arrow() {
  const [svg, path] = ['svg', 'path'].map(name => document.createElementNS('http://www.w3.org/2000/svg', name))
  svg?.setAttribute('viewBox', '0 0 24 24')
  path?.setAttribute('d', 'M20 18v-2a4 4 0 0 0-4-4H4M9 17l-5-5 5-5')
  if (path) svg?.append(path)
  return svg ?? ''
}

function end({ article, hint }: Swipe) {
  delete article.dataset.swiped
  article.style.removeProperty('--swipe')
  hint?.remove()
}

/** Answers a message by a finger that goes towards the side where text begins. */
function swiping(scroller: HTMLElement, { reply }: Gestures) {
  let swipe: Swipe | undefined
  const down = (event: PointerEvent) => {
    if (swipe) end(swipe)
    swipe = undefined
    const article = articleOf(event.target)
    if (!article || event.pointerType !== 'touch' || !event.isPrimary || article.dataset.picked) return
    swipe = { article, id: event.pointerId, x: event.clientX, y: event.clientY, by: 0 }
  }
  const move = (event: PointerEvent) => {
    if (!swipe || event.pointerId !== swipe.id) return
    const rtl = document.documentElement.dir === 'rtl'
    const along = (event.clientX - swipe.x) * (rtl ? 1 : -1)
    if (!swipe.hint) {
      // Upwards and downwards belongs to the browser, which takes the finger away for it.
      if (along < BEGINS_PX || along < Math.abs(event.clientY - swipe.y) * 1.5) return
      begin(swipe)
    }
    show(swipe, along - BEGINS_PX)
  }
  const up = () => {
    const done = swipe
    swipe = undefined
    if (!done) return
    const answers = done.by >= ANSWERS_PX
    end(done)
    if (answers) reply(done.article)
  }
  const cancel = () => {
    if (swipe) end(swipe)
    swipe = undefined
  }
  scroller.addEventListener('pointerdown', down)
  scroller.addEventListener('pointermove', move)
  scroller.addEventListener('pointerup', up)
  scroller.addEventListener('pointercancel', cancel)
  return () => {
    cancel()
    scroller.removeEventListener('pointerdown', down)
    scroller.removeEventListener('pointermove', move)
    scroller.removeEventListener('pointerup', up)
    scroller.removeEventListener('pointercancel', cancel)
  }
}

/** Listens until the function it gives is called. */
export function listen(scroller: HTMLElement, gestures: Gestures): () => void {
  const twice = (event: MouseEvent) => onDoubleClick(event, gestures)
  scroller.addEventListener('dblclick', twice)
  const stop = swiping(scroller, gestures)
  return () => {
    scroller.removeEventListener('dblclick', twice)
    stop()
  }
}
