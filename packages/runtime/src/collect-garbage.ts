import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

type Collect = (options: { type: 'major' | 'minor'; flavor?: 'last-resort' }) => void

let collect: Collect | undefined

function exposed(): Collect {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc')
}

/**
 * Gives back what starting left behind: parsed sources and modules' one-time work. V8 collects old objects only
 * when the heap grows, which an idle service never does; without this they stay resident for good. As the
 * last resort, because only that also gives back the young generation that starting has made large.
 */
export function collectGarbage(): void {
  collect ??= exposed()
  collect({ type: 'major', flavor: 'last-resort' })
}

/**
 * Gives back buffers that have just been let go of, within a millisecond. V8 looks at young objects when many were
 * made; megabytes that a socket brought are a few hundred, and wait for a collection of the whole heap.
 */
export function collectYoung(): void {
  collect ??= exposed()
  collect({ type: 'minor' })
}
