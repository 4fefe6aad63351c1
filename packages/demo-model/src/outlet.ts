import type { ServerResponse } from 'node:http'
import { setImmediate as nextTurn } from 'node:timers/promises'

/** Undefined when the socket took everything at once, so that the hot path makes no promise. */
export type Flushed = Promise<void> | undefined

/**
 * The bytes of one response: back-pressure, cuts, and the caller's disconnection.
 * Once the caller is gone or the response is over, writing does nothing and never throws.
 */
export class Outlet {
  /** Writes every so many bytes apart, in a turn of their own: splits UTF-8 characters and frames. 0: as given. */
  bytesPerWrite = 0
  /** Aborts when the caller goes away before the response has ended. */
  readonly signal: AbortSignal
  readonly #response: ServerResponse
  #over = false
  #tail: Flushed

  constructor(response: ServerResponse) {
    const gone = new AbortController()
    this.signal = gone.signal
    this.#response = response
    response.once('close', () => {
      if (!this.#over) gone.abort()
      this.#over = true
    })
    // A caller that resets the connection is reported by `close`; the error itself tells nothing more.
    response.on('error', () => {})
  }

  get over(): boolean {
    return this.#over
  }

  get headersSent(): boolean {
    return this.#response.headersSent
  }

  head(status: number, headers: Record<string, string | number>) {
    if (this.#over || this.headersSent) return
    this.#response.writeHead(status, headers)
  }

  write(bytes: string | Uint8Array): Flushed {
    if (this.#over || bytes.length === 0) return undefined
    if (this.bytesPerWrite > 0) {
      const before = this.#tail
      this.#tail = this.#writeApart(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, before)
      return this.#tail
    }
    return this.#response.write(bytes) ? undefined : this.#drained()
  }

  async end() {
    if (this.#tail) await this.#tail
    if (this.#over) return
    this.#over = true
    this.#response.end()
  }

  /** Breaks the connection after what was written so far: a FIN without an end, or at once with a reset. */
  async cut(how: 'fin' | 'reset' = 'fin') {
    if (this.#tail) await this.#tail
    if (this.#over) return
    this.#over = true
    if (how === 'reset') this.#response.socket?.resetAndDestroy()
    else this.#response.socket?.destroySoon()
  }

  async #writeApart(bytes: Uint8Array, before: Flushed) {
    await before
    for (let at = 0; at < bytes.length && !this.#over; at += this.bytesPerWrite) {
      await nextTurn()
      if (!this.#response.write(bytes.subarray(at, at + this.bytesPerWrite))) await this.#drained()
    }
  }

  #drained(): Promise<void> {
    const response = this.#response
    return new Promise((resolve) => {
      const done = () => {
        response.off('drain', done)
        response.off('close', done)
        resolve()
      }
      response.once('drain', done)
      response.once('close', done)
    })
  }
}
