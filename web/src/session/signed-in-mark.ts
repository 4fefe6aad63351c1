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

const personKey = 'lz.person'

/** Whose session this browser has, as far as it is known before the server has said so. */
export function readPerson(): string | null {
  try {
    return localStorage.getItem(personKey)
  } catch {
    return null
  }
}

export function writePerson(id: string | null): void {
  try {
    if (id) localStorage.setItem(personKey, id)
    else localStorage.removeItem(personKey)
  } catch {
    // As above.
  }
}
