import { browserStorage } from './browser-storage.ts'
import { newKey } from './new-key.ts'
import { openStreamPlaces } from './open-stream-places.ts'

const places = openStreamPlaces({
  storage: browserStorage(),
  now: Date.now,
  every: (ms, run) => {
    const timer = setInterval(run, ms)
    return () => clearInterval(timer)
  },
  newId: newKey,
})

/**
 * A place for one stream of this tab, to be given back; null when the browser's other tabs have them all. `onLost`: it has to
 * go after all, because others had come first.
 */
export function takeStreamPlace(onLost: () => void): (() => void) | null {
  // From HTTP/2 on all streams go through one connection.
  if (protocol() !== 'http/1.1') return () => {}
  const giveBack = places.take(onLost)
  if (!giveBack) return null
  addEventListener('pagehide', giveBack)
  return () => {
    removeEventListener('pagehide', giveBack)
    giveBack()
  }
}

/** How this page came; where the browser does not tell, as if it was by HTTP/1.1. */
function protocol(): string {
  const [page] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  return page?.nextHopProtocol || 'http/1.1'
}
