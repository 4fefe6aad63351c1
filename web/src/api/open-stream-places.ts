/**
 * HTTP/1.1 gives a browser six connections to a host, for all its tabs together, and a stream holds one for as long as it
 * lasts: six windows that each watch an answer leave none for anything else. So tabs share four places for streams. A tab
 * without one reads in sips instead: what is there, and again a moment later.
 */
const placesMax = 4
const prefix = 'lz.stream.'
/** A place that is not renewed is free again: its tab is gone, or asleep. */
const livesMs = 10_000
const renewMs = 1_000

type Store = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>

interface Around {
  /** What all tabs of the browser see; undefined where it is forbidden. */
  storage: Store | undefined
  now: () => number
  every: (ms: number, run: () => void) => () => void
  newId: () => string
}

export interface StreamPlaces {
  /**
   * A place, to be given back; null when all are taken. Never waits, and never fails. What a tab writes reaches the others a
   * moment later, so more may be given than there are: `onLost` is called when this one has to go after all.
   */
  take: (onLost: () => void) => (() => void) | null
}

export function openStreamPlaces({ storage, now, every, newId }: Around): StreamPlaces {
  return {
    take(onLost) {
      // Without a storage tabs cannot know of each other.
      if (!storage) return () => {}
      if (takenPlaces(storage, now()).length >= placesMax) return null
      // Sorts by age: who came first stays.
      const name = `${prefix}${String(now()).padStart(15, '0')}.${newId()}`
      const hold = () => {
        try {
          storage.setItem(name, String(now() + livesMs))
        } catch {
          // Full: one that nobody knows of.
        }
      }
      hold()
      const giveBack = () => {
        stop()
        storage.removeItem(name)
      }
      const stop = every(renewMs, () => {
        hold()
        if (takenPlaces(storage, now()).indexOf(name) < placesMax) return
        giveBack()
        onLost()
      })
      return giveBack
    },
  }
}

/** The oldest first; what nobody renews any more is removed. */
function takenPlaces(store: Store, now: number): string[] {
  const names = Array.from({ length: store.length }, (_, at) => store.key(at) ?? '')
  const places = names.filter((name) => name.startsWith(prefix))
  const isHeld = (name: string) => Number(store.getItem(name)) > now
  for (const name of places) if (!isHeld(name)) store.removeItem(name)
  return places.filter(isHeld).sort()
}
