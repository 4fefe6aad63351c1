import type { Mark } from './session-store.ts'

const key = 'lz.signed-in'

/** A browser that forbids storage is asked to sign in at every visit. */
export function readMark(): Mark {
  try {
    const mark = localStorage.getItem(key)
    return mark === 'signed-in' || mark === 'ending' ? mark : null
  } catch {
    return null
  }
}

export function writeMark(mark: Mark): void {
  try {
    if (mark) localStorage.setItem(key, mark)
    else localStorage.removeItem(key)
  } catch {
    // As above.
  }
}
