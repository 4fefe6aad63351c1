import type { Call } from '../call.ts'

interface Waiter {
  settled: () => boolean
  fail: (reason: Error) => void
}

/** A bound on hanging: a replica that takes a question over may have to start first. */
const callMaxMs = 60_000

/** The newest `callsMax` calls, oldest first, and the tests that wait for calls. */
export class CallLog {
  readonly calls: Call[] = []
  #waiters = new Set<Waiter>()
  #callsMax: number
  #unclaimed: Call[] = []

  constructor(callsMax: number) {
    this.#callsMax = callsMax
  }

  record(call: Call) {
    this.calls.push(call)
    if (this.calls.length > this.#callsMax) this.calls.shift()
    this.#notify()
  }

  /** Offers a call to the next test that waits for one. */
  offer(call: Call) {
    this.#unclaimed.push(call)
    this.#notify()
  }

  isUnclaimed(call: Call): boolean {
    return this.#unclaimed.includes(call)
  }

  withdraw(call: Call) {
    this.#unclaimed = this.#unclaimed.filter((other) => other !== call)
  }

  /** The oldest call that no script took (and whose last user message contains `match`); each is given once. */
  nextCall({ match = '', timeoutMs = callMaxMs } = {}): Promise<Call> {
    return this.#wait(timeoutMs, `No call${match && ` with "${match}"`} to claim`, () => {
      const call = this.#unclaimed.find((candidate) => candidate.lastUserText.includes(match))
      if (call) this.withdraw(call)
      return call
    })
  }

  /** All calls, once there are at least `count` that match, scripted or not. */
  callsReach(count: number, { match = '', timeoutMs = callMaxMs } = {}): Promise<Call[]> {
    return this.#wait(timeoutMs, `Fewer than ${count} calls${match && ` with "${match}"`}`, () => {
      const calls = this.calls.filter((call) => call.lastUserText.includes(match))
      return calls.length >= count ? calls : undefined
    })
  }

  clear() {
    this.calls.length = 0
  }

  close() {
    for (const waiter of this.#waiters) waiter.fail(new Error('The model server was closed'))
  }

  #notify() {
    for (const waiter of this.#waiters) if (waiter.settled()) this.#waiters.delete(waiter)
  }

  #wait<T>(timeoutMs: number, complaint: string, attempt: () => T | undefined): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    const settled = () => {
      const found = attempt()
      if (found === undefined) return false
      clearTimeout(timer)
      resolve(found)
      return true
    }
    const waiter: Waiter = {
      settled,
      fail: (reason) => {
        clearTimeout(timer)
        this.#waiters.delete(waiter)
        reject(reason)
      },
    }
    const timer = setTimeout(() => waiter.fail(new Error(`${complaint} within ${timeoutMs} ms`)), timeoutMs)
    if (!settled()) this.#waiters.add(waiter)
    return promise
  }
}
