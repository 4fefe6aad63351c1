import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Fault } from '@lingzhi/stack/fault'
import { waitUntil } from '@lingzhi/stack/processes/wait-until'
import { systemctl, systemdRuns, unitFolder } from '../../systemd/systemctl.ts'
import { keeperService } from '../keeper-service.ts'
import type { Layout } from '../layout.ts'
import type { Asked, Running, Told } from './protocol.ts'

/** The longest wait, for a process that takes its time to start or to end. */
const responseMaxMs = 120_000
/** A database of some size takes its time after a power cut. */
const startMaxMs = 120_000

/** Asks the keeper of a deployment; a Fault tells what it could not do, or that there is none. */
export async function askKeeper(layout: Layout, asked: Asked): Promise<unknown> {
  const socket = createConnection(layout.socket)
  socket.setTimeout(responseMaxMs, () => socket.destroy(new Error('no response in time')))
  let text = ''
  try {
    socket.setEncoding('utf8').on('data', (chunk) => {
      text += chunk
    })
    socket.write(`${JSON.stringify(asked)}\n`)
    await once(socket, 'close')
  } catch (error) {
    throw new Fault(`The keeper does not respond at ${layout.socket}: ${(error as Error).message}.`)
  } finally {
    socket.destroy()
  }
  if (!text) throw new Fault(`The keeper ended before it responded; see ${layout.keeperLog}.`)
  const told = JSON.parse(text) as Told
  if (!told.ok) throw new Fault(told.error)
  return told.result
}

export const runningUnits = (layout: Layout) => askKeeper(layout, { do: 'list' }) as Promise<Running[]>

export async function keeperResponds(layout: Layout): Promise<boolean> {
  return (
    existsSync(layout.socket) &&
    (await runningUnits(layout).then(
      () => true,
      () => false,
    ))
  )
}

/** Makes sure that a keeper runs; one that is started here goes on when this process ends. True when it was started. */
export async function ensureKeeper(
  root: string,
  dataDir: string,
  layout: Layout,
  env: NodeJS.ProcessEnv,
): Promise<boolean> {
  if (await keeperResponds(layout)) return false
  const service = keeperService(dataDir)
  if (systemdRuns() && existsSync(join(unitFolder(), service))) {
    systemctl('start', service)
    await waitUntil(() => keeperResponds(layout), { timeoutMs: startMaxMs, everyMs: 100 })
    if (!(await keeperResponds(layout)))
      throw new Fault(`${service} was started and does not respond: journalctl -u ${service}`)
    return true
  }
  mkdirSync(dirname(layout.keeperLog), { recursive: true, mode: 0o700 })
  const output = openSync(`${layout.keeperLog}.err`, 'w', 0o600)
  const file = fileURLToPath(new URL('keeper.ts', import.meta.url))
  const child = spawn(process.execPath, [file, root, dataDir], {
    cwd: root,
    env,
    detached: true,
    stdio: ['ignore', 'ignore', output],
  })
  closeSync(output)
  child.unref()
  let ended = false
  child.once('exit', () => {
    ended = true
  })
  await waitUntil(async () => ended || (await keeperResponds(layout)), {
    timeoutMs: startMaxMs,
    everyMs: 100,
  })
  if (ended || !(await keeperResponds(layout)))
    throw new Fault(
      `The servers could not be started: ${readFileSync(`${layout.keeperLog}.err`, 'utf8').trim() || `see ${layout.keeperLog}`}`,
    )
  return true
}
