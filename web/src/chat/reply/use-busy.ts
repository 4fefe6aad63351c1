import { useSyncExternalStore } from 'react'
import type { Talk } from './talk.ts'

/** Whether something is being asked or answered: what is drawn with it is drawn again when that begins or ends, not for every token. */
export const useBusy = (talk: Talk): boolean =>
  useSyncExternalStore(talk.subscribe, () => talk.state.live !== null)
