import type { ServerResponse } from 'node:http'

/**
 * For a response's `timeout`: cuts off a client that takes nothing of a response that is there for it. Each would hold a
 * connection and all that feeds it for as long as it likes. A response that is quiet, or long in coming, is no stall.
 */
export function cutStalled(this: ServerResponse): void {
  if (this.socket && this.socket.writableLength > 0) this.socket.destroy()
}
