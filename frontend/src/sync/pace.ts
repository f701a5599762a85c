// Frames come faster than a page can be drawn: the first is applied at once, and those that come before the next drawing
// are applied together with it, in their order.
export interface PaceParts<Frame> {
  /** Runs before the page is drawn again; soon, where it is not drawn at all. */
  beforeDrawing(run: () => void): void
  apply(frames: readonly Frame[]): void
}

export function createPace<Frame>({ beforeDrawing, apply }: PaceParts<Frame>) {
  let waiting: Frame[] | undefined

  function next() {
    const frames = waiting ?? []
    waiting = undefined
    if (frames.length === 0) return
    waiting = []
    beforeDrawing(next)
    apply(frames)
  }

  return {
    take(frame: Frame) {
      if (waiting) return void waiting.push(frame)
      waiting = []
      beforeDrawing(next)
      apply([frame])
    },
    /** What waits is about a session that has ended. */
    clear() {
      if (waiting) waiting = []
    },
  }
}
