import type { ServerResponse } from 'node:http'
import { setImmediate as nextTurn } from 'node:timers/promises'

/** Undefined if the socket took everything at once, so that the hot path creates no promise. */
export type Flushed = Promise<void> | undefined

/**
 * Writes the bytes of one response, with back-pressure and cuts, and notices when the caller disconnects. Once the caller
 * is gone or the response has ended, writing does nothing and never throws.
 */
export class Outlet {
  /** Writes this many bytes at a time, each in its own turn of the loop. 0: each write as given. */
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
    // A caller that resets the connection is reported by `close`; the error adds nothing.
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

  /** Breaks the connection after the bytes written so far: with a FIN but no end, or with a reset. */
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
