/** Where drafts are kept; a browser that forbids storage keeps them as long as the page. */
type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** A question on its way: kept until the server has it, with the key under which it may be sent again. */
export interface Sending {
  text: string
  key: string
}

export interface Drafts {
  read: (place: string) => string
  write: (place: string, text: string) => void
  /** Takes the text out of the box; `arrived` or `refused` says how that ended. */
  send: (place: string, sending: Sending) => void
  sending: (place: string) => Sending | null
  arrived: (place: string) => void
  /** Puts the text back, before what has been written meanwhile. */
  refused: (place: string) => void
}

const prefix = 'lz.draft.'

/** Drafts by the place where they are written: a conversation's id, or `new`. */
export function openDrafts(storage: Store | undefined): Drafts {
  const memory = new Map<string, string>()
  const store: Store = storage ?? {
    getItem: (key) => memory.get(key) ?? null,
    setItem: (key, value) => void memory.set(key, value),
    removeItem: (key) => void memory.delete(key),
  }
  const put = (key: string, value: string) => {
    try {
      if (value === '') store.removeItem(prefix + key)
      else store.setItem(prefix + key, value)
    } catch {
      // Full: the page still has the text.
    }
  }
  const read = (place: string) => store.getItem(prefix + place) ?? ''
  const sending = (place: string): Sending | null => {
    try {
      return JSON.parse(read(`${place}.sending`) || 'null')
    } catch {
      return null
    }
  }
  return {
    read,
    write: put,
    send(place, one) {
      put(`${place}.sending`, JSON.stringify(one))
      put(place, '')
    },
    sending,
    arrived: (place) => put(`${place}.sending`, ''),
    refused(place) {
      const text = sending(place)?.text
      if (text) put(place, [text, read(place)].filter(Boolean).join('\n\n'))
      put(`${place}.sending`, '')
    },
  }
}

function browserStorage(): Storage | undefined {
  try {
    return globalThis.localStorage
  } catch {
    return undefined
  }
}

export const drafts = openDrafts(browserStorage())
