import type { AttachedFile, KeptFile } from '../attach/attachments.ts'

/** Where drafts are kept; a browser that forbids storage keeps them as long as the page. */
type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** A question on its way: kept until the server has it, with the key under which it may be sent again. */
export interface Sending {
  text: string
  key: string
  files?: readonly AttachedFile[]
}

export interface Drafts {
  /** What stands in the box; after a page has gone in the middle of sending, what it was sending. */
  read: (place: string) => string
  write: (place: string, text: string) => void
  /** The files beside the text. */
  files: (place: string) => readonly KeptFile[]
  writeFiles: (place: string, files: readonly KeptFile[]) => void
  /** Takes text and files out of the box; `arrived` or `refused` says how that ended. */
  send: (place: string, sending: Sending) => void
  /** The last question of which nobody knows that it arrived: sent again, it takes the same key. */
  sending: (place: string) => Sending | null
  arrived: (place: string) => void
  /** Puts text and files back, before what has been written and added meanwhile. */
  refused: (place: string) => void
}

const prefix = 'lz.draft.'

const guest = 'guest'

/**
 * Drafts by the place where they are written: a conversation's id, or `new`. Each belongs to who wrote it, because several
 * people may use one browser; what a guest has begun is taken over by who signs in.
 */
export function openDrafts(storage: Store | undefined, owner: () => string | null = () => null): Drafts {
  const memory = new Map<string, string>()
  const store: Store = storage ?? {
    getItem: (key) => memory.get(key) ?? null,
    setItem: (key, value) => void memory.set(key, value),
    removeItem: (key) => void memory.delete(key),
  }
  const keyOf = (who: string | null, name: string) => `${prefix}${who ?? guest}.${name}`
  const put = (name: string, value: string) => {
    const who = owner()
    try {
      if (who) store.removeItem(keyOf(null, name))
      if (value === '') store.removeItem(keyOf(who, name))
      else store.setItem(keyOf(who, name), value)
    } catch {
      // Full: the page still has the text.
    }
  }
  const get = (name: string, who = owner()) => store.getItem(keyOf(who, name)) ?? ''
  function parsed<T>(name: string): T | null {
    try {
      return JSON.parse(get(name) || 'null')
    } catch {
      return null
    }
  }
  const sending = (place: string) => parsed<Sending>(`${place}.sending`)
  const ready = (files: readonly AttachedFile[] | undefined) =>
    (files ?? []).map((file) => ({ ...file, ready: true }))
  const files = (place: string): readonly KeptFile[] =>
    parsed<KeptFile[]>(`${place}.files`) ?? ready(sending(place)?.files)
  const writeFiles = (place: string, kept: readonly KeptFile[]) =>
    put(`${place}.files`, kept.length > 0 ? JSON.stringify(kept) : '')
  return {
    read: (place) => get(place) || sending(place)?.text || get(place, null),
    write: put,
    files,
    writeFiles,
    send(place, one) {
      put(`${place}.sending`, JSON.stringify(one))
      put(place, '')
      writeFiles(place, [])
    },
    sending,
    arrived: (place) => put(`${place}.sending`, ''),
    refused(place) {
      const refused = sending(place)
      if (!refused) return
      put(place, [refused.text, get(place)].filter(Boolean).join('\n\n'))
      const has = parsed<KeptFile[]>(`${place}.files`) ?? []
      writeFiles(place, [...ready(refused.files), ...has])
    },
  }
}
