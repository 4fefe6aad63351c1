import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Logger } from './logger.ts'

/**
 * The address to listen on: `::` serves IPv6 and IPv4, and becomes 0.0.0.0, with a line in the log, on a machine whose
 * kernel has no IPv6. Any other is as it was set.
 */
export async function bindable(host: string, log: Logger, listens = canListen): Promise<string> {
  if (host !== '::' || (await listens(host))) return host
  log.warn('this machine has no IPv6: listening on 0.0.0.0 in place of ::')
  return '0.0.0.0'
}

async function canListen(host: string): Promise<boolean> {
  const server = createServer()
  try {
    await once(server.listen({ host, port: 0 }), 'listening')
    return true
  } catch (err) {
    return !['EAFNOSUPPORT', 'EADDRNOTAVAIL'].includes((err as NodeJS.ErrnoException).code ?? '')
  } finally {
    server.close()
  }
}
