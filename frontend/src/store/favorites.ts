// A person's favorite reactions are counted here, in this browser: what is used most stands first where one is chosen.
import { prefer, preferences } from './preferences'

const USUAL = ['👍', '❤️', '😂', '😮', '😢', '🙏']
/** Others are forgotten; what is counted higher than this is halved, so that habits can change. */
const [MOST, HIGHEST] = [24, 64]

/** The `n` used most, then the usual ones. */
export function favorites(n: number): readonly string[] {
  const used = Object.entries(preferences.getState().reactions).sort(([, a], [, b]) => b - a)
  return [...new Set([...used.map(([emoji]) => emoji), ...USUAL])].slice(0, n)
}

export function favor(emoji: string) {
  const { reactions } = preferences.getState()
  let counted = Object.entries({ ...reactions, [emoji]: (reactions[emoji] ?? 0) + 1 })
  if (counted.some(([, n]) => n > HIGHEST)) counted = counted.map(([one, n]) => [one, Math.ceil(n / 2)])
  const kept = counted.sort(([, a], [, b]) => b - a).slice(0, MOST)
  // The newest one stays, or nothing new would ever be counted.
  if (!kept.some(([one]) => one === emoji)) kept[MOST - 1] = [emoji, 1]
  prefer({ reactions: Object.fromEntries(kept) })
}
