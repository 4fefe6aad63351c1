import { chmodSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { Fault, messageOf } from '@lingzhi/stack/fault'
import type { Keeper } from './keep-units.ts'
import type { Asked, Told } from './protocol.ts'

/** A path to a socket may have so many bytes. */
const pathMax = 100

/** Serves the keeper's requests on a Unix socket that only its owner may use: a line of JSON each way. */
export async function serveControl(path: string, keeper: Keeper, stopping: AbortController) {
  if (Buffer.byteLength(path) > pathMax)
    throw new Fault(`${path} is too long for a socket: choose a shorter --root or DATA_DIR.`)
  rmSync(path, { force: true })
  const server = createServer((socket) => {
    socket.on('error', () => {})
    createInterface({ input: socket }).on('line', async (line) => {
      let told: Told
      try {
        told = { ok: true, result: await carryOut(JSON.parse(line) as Asked) }
      } catch (error) {
        told = { ok: false, error: messageOf(error) }
      }
      socket.end(`${JSON.stringify(told)}\n`)
    })
  })
  async function carryOut(asked: Asked): Promise<unknown> {
    if (asked.do === 'start') return keeper.start(asked.unit)
    if (asked.do === 'stop') return keeper.stop(asked.name, asked.timeoutMs)
    if (asked.do === 'publish') return keeper.publish(asked.stack, asked.names)
    if (asked.do === 'list') return keeper.list()
    return void setImmediate(() => stopping.abort())
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    // Nobody else may even connect in the moment before its mode is set.
    const before = process.umask(0o177)
    server.listen(path, resolve)
    process.umask(before)
  })
  chmodSync(path, 0o600)
  return {
    close() {
      server.close()
      rmSync(path, { force: true })
    },
  }
}
