import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

type Collect = (options: { type: 'major' | 'minor'; flavor?: 'last-resort' }) => void

let collect: Collect | undefined

function exposed(): Collect {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc')
}

/** Share of its time that a process may be busy with and still count as at rest. */
const restShare = 0.1

/**
 * Gives back what starting left behind, once, if the process has rested for `restMs` by then: parsed sources and modules'
 * one-time work. V8 collects old objects only when the heap grows, which an idle service never does; without this
 * they stay resident for good. As the last resort, because only that also gives back the young generation that
 * starting has made large. A process that works by then is left alone for good: its work brings collections of its own,
 * and this one would stop it for 50 ms and make it forget the shapes of objects that its compiled code relies on, to be
 * compiled again: a third of a busy gateway's speed for tens of seconds. Resolves, once `restMs` have passed, to whether
 * it collected; waiting for it does not keep the process alive.
 */
export function collectAtRest(restMs: number): Promise<boolean> {
  const before = performance.eventLoopUtilization()
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const look = () => {
    const atRest = performance.eventLoopUtilization(before).utilization <= restShare
    if (atRest) {
      collect ??= exposed()
      collect({ type: 'major', flavor: 'last-resort' })
    }
    resolve(atRest)
  }
  setTimeout(look, restMs).unref()
  return promise
}

/**
 * Gives back buffers that have just been let go of, within a millisecond. V8 looks at young objects when many were
 * made; megabytes that a socket brought are a few hundred, and wait for a collection of the whole heap.
 */
export function collectYoung(): void {
  collect ??= exposed()
  collect({ type: 'minor' })
}
