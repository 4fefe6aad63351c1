import { useState } from 'react'
import type { AdminAgent } from './agents.queries.ts'
import { definitionOf } from './agents.queries.ts'
import type { Form } from './draft.ts'
import { isSame, keepDraft, newForm, readDraft, toForm } from './draft.ts'

/** The fields of the editor: what is saved, or the draft over it, which is kept on the device at every change. */
export function useDraft(agent: AdminAgent | undefined) {
  const key = agent?.id ?? 'new'
  const saved = agent ? toForm(definitionOf(agent)) : newForm
  const newest = agent?.version ?? 0
  const [draft, setDraft] = useState(() => {
    const kept = readDraft(key)
    return kept && !isSame(kept.form, saved) ? kept : undefined
  })
  const form = draft?.form ?? saved

  function set(next: typeof draft) {
    keepDraft(key, next)
    setDraft(next)
  }
  return {
    form,
    /** The version that the fields were written over. */
    version: draft?.version ?? newest,
    unsaved: draft !== undefined,
    /** Somebody saved a newer version than the one the draft began with. */
    conflict: draft !== undefined && draft.version !== newest,
    change: (change: Partial<Form>) => {
      const next = { ...form, ...change }
      const version = draft?.version ?? newest
      set(version === newest && isSame(next, saved) ? undefined : { version, form: next })
    },
    discard: () => set(undefined),
    /** The draft stands over the newest version from now on. */
    moveToNewest: () => set({ version: newest, form }),
  }
}
