import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

type Collect = (options: { type: 'major' | 'minor'; flavor?: 'last-resort' }) => void

let collect: Collect | undefined

function exposed(): Collect {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc')
}

/** A process that is busy for no more than this share of its time is at rest. */
const restShare = 0.1

/**
 * Frees what starting left behind (parsed sources, one-time work of modules), once, if the process has been at rest for
 * `restMs`. V8 collects old objects only when the heap grows, which that of an idle service never does; without this
 * they stay resident for good. The last-resort flavour, because only that also shrinks the young generation, which
 * starting made large. A busy process is left alone for good: its work causes collections anyway, and this one would
 * stop it for 50 ms and discard the object shapes that its compiled code relies on: a third of a busy gateway's speed
 * for tens of seconds. Resolves after `restMs` to whether it collected; waiting for it does not keep the process alive.
 */
export function collectAtRest(restMs: number): Promise<boolean> {
  const before = performance.eventLoopUtilization()
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const check = () => {
    const atRest = performance.eventLoopUtilization(before).utilization <= restShare
    if (atRest) {
      collect ??= exposed()
      collect({ type: 'major', flavor: 'last-resort' })
    }
    resolve(atRest)
  }
  setTimeout(check, restMs).unref()
  return promise
}

/**
 * Frees buffers that were just released, within a millisecond. V8 collects young objects once there are many; megabytes
 * from a socket are only a few hundred objects, and would wait for a collection of the whole heap.
 */
export function collectYoung(): void {
  collect ??= exposed()
  collect({ type: 'minor' })
}

/** A young generation holds less than what is let through between two collections. */
const passedMaxBytes = 4 * 1_048_576
let passed = 0

/**
 * To be told of each large value that a thread is done with, such as a message of megabytes: frees them whenever some
 * megabytes of them have passed, so that what is held at once does not grow with what passes.
 */
export function letGoOf(bytes: number): void {
  passed += bytes
  if (passed < passedMaxBytes) return
  passed = 0
  // Not yet: who tells of it still has it in hand, and what is held when the young are collected is old from then on.
  setImmediate(collectYoung)
}
