import type { App } from './app-type.ts'

/**
 * A request that was answered before its body was read to the end holds its connection: nobody reads on, so nobody learns
 * that its sender has left, and a server that closes waits for it. What still comes is read and dropped; how long it may
 * come is bounded by the server's `requestTimeout`.
 */
export function letGoOfBodies(app: App): void {
  app.addHook('onResponse', async ({ raw }) => {
    if (raw.readableEnded || raw.destroyed) return
    raw.unpipe()
    raw.resume()
  })
}
