// The palette offers first what was picked last. This browser remembers the names of entries until the session ends; no
// words of anyone are among them.

const KEY = 'parlance.picked'
const MOST = 12

export function picked(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(kept) ? kept.filter(name => typeof name === 'string') : []
  } catch {
    return []
  }
}

export function pick(name: string) {
  try {
    const others = picked().filter(one => one !== name)
    localStorage.setItem(KEY, JSON.stringify([name, ...others].slice(0, MOST)))
  } catch {
    // Without storage nothing is remembered.
  }
}

export const forgetPicked = () => localStorage.removeItem(KEY)
