import { Fault } from '../fault.ts'
import { freePort, listenError } from '../infrastructure/free-port.ts'
import type { Settings } from './settings.ts'

/** The public port, known to be free; PORT=0 chooses one. */
export async function gatewayPort({ host, port }: Settings): Promise<number> {
  if (port === 0) return freePort()
  const code = await listenError(port, host)
  if (code === null) return port
  if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL')
    throw new Fault(
      `The gateway cannot start: HOST is no address of this machine (${code}). 127.0.0.1 serves it alone, :: everybody.`,
    )
  const reason =
    { EADDRINUSE: `port ${port} is in use`, EACCES: `port ${port} is not allowed to this user` }[code] ??
    `${host}:${port} cannot be listened on (${code})`
  throw new Fault(`The gateway cannot start: ${reason}. Choose another: PORT=9000 npm start.`)
}
