// One tab has the socket, and so tells what concerns the whole browser: the one that holds the lock. The others wait
// for it, and the next one takes over.

/** Runs `work` while this tab holds the lock, until what it returns resolves; `busy` if another one has it first. */
export type Elect = (work: () => Promise<void>, busy: () => void) => void

export class Leadership {
  leading = false
  private wanted = false
  private resign: (() => void) | undefined

  constructor(private readonly elect: Elect) {}

  run(take: () => void, follow: () => void) {
    this.wanted = true
    this.elect(() => this.lead(take), follow)
  }

  end() {
    this.wanted = false
    this.leading = false
    this.resign?.()
    this.resign = undefined
  }

  /** Resolves when this tab gives the socket up, which gives the lock to another one. */
  private lead(take: () => void): Promise<void> {
    if (!this.wanted) return Promise.resolve()
    this.leading = true
    take()
    return new Promise(resolve => {
      this.resign = resolve
    })
  }
}
