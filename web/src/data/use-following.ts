import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { takeStreamPlace } from '../api/stream-places.ts'
import { noteExport, refreshExports, sourceOf } from './data.queries.ts'
import type { Export } from './follow-export.ts'
import { followExport, isUnfinished } from './follow-export.ts'

function onVisibility(listener: () => void) {
  document.addEventListener('visibilitychange', listener)
  return () => document.removeEventListener('visibilitychange', listener)
}
const isVisible = () => document.visibilityState === 'visible'

/**
 * Keeps the list up to date while something in it is unfinished. One stream a page, because a browser allows six connections
 * to a host: that of the export which is next to end, if the other tabs leave a place for it; the others are asked for. A
 * hidden page lets go of both.
 */
export function useFollowing(exports: Export[] | undefined, onEnd: (ended: Export) => void) {
  const visible = useSyncExternalStore(onVisibility, isVisible)
  const end = useRef(onEnd)
  end.current = onEnd
  // The oldest is worked on first; the list begins with the newest.
  const ids = (exports ?? [])
    .filter(isUnfinished)
    .map(({ id }) => id)
    .reverse()
    .join(' ')
  const seenHidden = useRef(false)
  const [mayStream, setMayStream] = useState(true)

  useEffect(() => {
    if (!visible) {
      seenHidden.current = true
      return
    }
    if (seenHidden.current && ids) void refreshExports()
    seenHidden.current = false
    const leave = new AbortController()
    const giveBack = ids && mayStream ? takeStreamPlace(() => setMayStream(false)) : null
    for (const [at, id] of ids.split(' ').filter(Boolean).entries()) {
      const onChange = (now: Export) => {
        noteExport(now)
        if (!isUnfinished(now)) end.current(now)
      }
      void followExport(sourceOf(id, at === 0 && giveBack !== null, onChange), leave.signal)
    }
    return () => {
      leave.abort()
      giveBack?.()
    }
  }, [ids, visible, mayStream])
}
