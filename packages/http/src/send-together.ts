import type { ServerResponse } from 'node:http'

/**
 * Sends all that is written in one turn of the event loop in one packet, as each write is an expensive system call. Corks
 * the socket, not the response: a response that ends while corked would send its end before its last chunks.
 */
export function sendTogether({ socket }: ServerResponse): () => void {
  return () => {
    if (!socket || socket.writableCorked > 0) return
    socket.cork()
    setImmediate(() => socket.uncork())
  }
}
