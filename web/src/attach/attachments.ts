import type { components } from '@lingzhi/api-client'

type StoredFile = components['schemas']['File']
/** What a question tells of a file. */
export type AttachedFile = components['schemas']['AttachedFile']
/** A file of a draft, as the page keeps it over a reload: its bytes are the server's already. */
export type KeptFile = AttachedFile & { ready: boolean }

/** A file on its way to be asked about. */
export interface Attachment {
  key: string
  name: string
  bytes: number
  mediaType: string
  /** `rejected`: the server has looked at it and will not take it. `failed`: it did not arrive. */
  state: 'sending' | 'checking' | 'ready' | 'rejected' | 'failed'
  /** Of its bytes, from 0 to 1. */
  sent: number
  /** Once the server has it. */
  file: AttachedFile | null
  /** Why it was rejected, in the server's words. */
  reason: string | null
  error: unknown
}

export interface Around {
  send: (file: File, onSent: (part: number) => void, signal: AbortSignal) => Promise<StoredFile>
  read: (id: string, signal: AbortSignal) => Promise<StoredFile>
  pause: (ms: number, signal: AbortSignal) => Promise<void>
  newKey: () => string
  kept: () => readonly KeptFile[]
  keep: (files: readonly KeptFile[]) => void
}

/** Most files of one question. */
export const filesMax = 9
/** More at once would only make each slower. */
const sendingMax = 2
const firstLookMs = 250
const lookMaxMs = 4_000

export type Attachments = ReturnType<typeof createAttachments>

/** The files of one draft: sent as they are chosen, looked at until the server knows whether they can be used. */
export function createAttachments(around: Around) {
  const listeners = new Set<() => void>()
  const leaving = new Map<string, AbortController>()
  const waiting: { key: string; file: File }[] = []
  const sources = new Map<string, File>()
  let sending = 0
  let list: readonly Attachment[] = around.kept().map((file) => fromKept(around.newKey(), file))
  let tooMany = false

  function set(next: readonly Attachment[]) {
    list = next
    around.keep(list.flatMap(toKept))
    for (const tell of listeners) tell()
  }
  const change = (key: string, to: Partial<Attachment>) =>
    set(list.map((one) => (one.key === key ? { ...one, ...to } : one)))

  /** Looks until the server has. Ends when the file is taken off the draft. */
  async function look(key: string, id: string, signal: AbortSignal): Promise<void> {
    try {
      for (let ms = firstLookMs; ; ms = Math.min(ms * 1.5, lookMaxMs)) {
        const stored = await around.read(id, signal)
        if (signal.aborted) return
        if (stored.status === 'ready') return change(key, { state: 'ready', file: toAttached(stored) })
        if (stored.status === 'rejected')
          return change(key, { state: 'rejected', reason: stored.reason_text })
        await around.pause(ms, signal)
        if (signal.aborted) return
      }
    } catch (error) {
      if (!signal.aborted) change(key, { state: 'failed', error })
    }
  }

  async function send({ key, file }: { key: string; file: File }): Promise<void> {
    const control = new AbortController()
    leaving.set(key, control)
    const { signal } = control
    sending += 1
    try {
      const stored = await around.send(file, (sent) => !signal.aborted && change(key, { sent }), signal)
      if (signal.aborted) return
      // The same bytes are the same file, once on a question.
      if (list.some(({ file }) => file?.id === stored.id)) return set(list.filter((one) => one.key !== key))
      change(key, { state: 'checking', sent: 1, file: toAttached(stored), mediaType: stored.media_type })
      void look(key, stored.id, signal)
    } catch (error) {
      if (!signal.aborted) change(key, { state: 'failed', error })
    } finally {
      sending -= 1
      next()
    }
  }

  function next() {
    while (sending < sendingMax) {
      const one = waiting.shift()
      if (!one) return
      void send(one)
    }
  }

  function begin(key: string, file: File) {
    waiting.push({ key, file })
    next()
  }

  function forget(key: string) {
    leaving.get(key)?.abort()
    leaving.delete(key)
    sources.delete(key)
    const at = waiting.findIndex((one) => one.key === key)
    if (at >= 0) waiting.splice(at, 1)
  }

  for (const { key, state, file } of list) {
    if (state !== 'checking' || !file) continue
    const control = new AbortController()
    leaving.set(key, control)
    void look(key, file.id, control.signal)
  }

  return {
    get list() {
      return list
    },
    /** Whether the last ones chosen did not all fit. */
    get tooMany() {
      return tooMany
    },
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    /** Sends as many of them as there is room for. */
    add(files: readonly File[]): void {
      const taken = files.slice(0, filesMax - list.length)
      tooMany = taken.length < files.length
      const added = taken.map((file) => ({ ...begun(around.newKey(), file), source: file }))
      for (const { key, source } of added) sources.set(key, source)
      set([...list, ...added.map(({ source: _, ...one }) => one)])
      for (const { key, source } of added) begin(key, source)
    },
    /** Takes it off the draft; the server keeps it among the person's files. */
    remove(key: string): void {
      forget(key)
      tooMany = false
      set(list.filter((one) => one.key !== key))
    },
    retry(key: string): void {
      const source = sources.get(key)
      const file = list.find((one) => one.key === key)?.file
      if (file) {
        const control = new AbortController()
        leaving.set(key, control)
        change(key, { state: 'checking', error: null })
        void look(key, file.id, control.signal)
      } else if (source) {
        change(key, { state: 'sending', sent: 0, error: null })
        begin(key, source)
      }
    },
    /** The files to ask about, which leave the draft. Call it when all are ready. */
    take(): AttachedFile[] {
      const taken = list.flatMap(({ state, file }) => (state === 'ready' && file ? [file] : []))
      for (const { key } of list) forget(key)
      tooMany = false
      set([])
      return taken
    },
    /** What the draft keeps has changed without us: a question was refused, and its files are back. */
    reload(): void {
      const has = new Set(list.map(({ file }) => file?.id))
      const back = around.kept().filter(({ id }) => !has.has(id))
      if (back.length > 0) set([...back.map((file) => fromKept(around.newKey(), file)), ...list])
    },
    /** The question with these files has arrived. */
    arrived(ids: readonly string[]): void {
      set(list.filter(({ file }) => !file || !ids.includes(file.id)))
    },
  }
}

/** Two names for one file of a question are one. */
export const sameFiles = (one: readonly AttachedFile[] = [], other: readonly AttachedFile[] = []) =>
  one.map(({ id }) => id).join() === other.map(({ id }) => id).join()

const begun = (key: string, { name, size, type }: File): Attachment => ({
  key,
  name,
  bytes: size,
  mediaType: type,
  ...{ state: 'sending', sent: 0, file: null, reason: null, error: null },
})

const fromKept = (key: string, { ready, ...file }: KeptFile): Attachment => ({
  ...{ key, name: file.name, bytes: file.bytes, mediaType: file.media_type, file },
  ...{ state: ready ? 'ready' : 'checking', sent: 1, reason: null, error: null },
})

const toKept = ({ state, file }: Attachment): KeptFile[] =>
  file && (state === 'ready' || state === 'checking') ? [{ ...file, ready: state === 'ready' }] : []

const toAttached = (stored: StoredFile): AttachedFile => {
  const { id, name, media_type, bytes, width, height, pages, has_text } = stored
  return { id, name, media_type, bytes, width, height, pages, has_text }
}
