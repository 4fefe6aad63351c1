import type { ServerResponse } from 'node:http'

/**
 * What is written in one turn of the event loop leaves in one packet: to the kernel each write is a dear call. Holds the
 * socket, not the response: a response that ends while it is held would send its end before its last chunks.
 */
export function sendTogether({ socket }: ServerResponse): () => void {
  return () => {
    if (!socket || socket.writableCorked > 0) return
    socket.cork()
    setImmediate(() => socket.uncork())
  }
}
