import { Fault } from '@lingzhi/stack/fault'
import { waitUntil } from '@lingzhi/stack/processes/wait-until'
import type { Engine } from './engine.ts'
import { type Found, findContainers } from './find-containers.ts'
import type { Containers } from './plan-containers.ts'
import { label, startContainer } from './run-container.ts'

/** A gateway opens its connections before it listens. */
const listensMaxMs = 60_000

type Move = {
  engine: Engine
  holder: Found
  from: string | undefined
  to: Containers | undefined
  project: string
  /** Longer where everything starts at once. */
  listensMs?: number
}

/**
 * Lets people through to the gateway of one release instead of another's. Both have the address of the container that holds the
 * port, and listen on it side by side for a moment (SO_REUSEPORT); connections that wait for the one that ends go to the other.
 */
export async function movePort(move: Move): Promise<void> {
  const { engine, holder, from, to, project, listensMs = listensMaxMs } = move
  if (to) {
    // Of a move that broke off half-way, when traffic goes back: it may still listen, and its port of metrics is its own.
    await engine.run(['stop', to.gateway.name]).catch(() => {})
    await engine.run(['rm', '-f', to.gateway.name]).catch(() => {})
    const before = await listeners(engine, holder)
    const gateways = await findContainers(engine, {
      [label.project]: project,
      [label.program]: to.gateway.program,
    })
    const taken = gateways.filter(({ running }) => running).map(({ labels }) => labels[label.metricsPort])
    const metricsPort = taken.includes('9464') ? '9465' : '9464'
    await startContainer(engine, to.gateway, {
      project,
      release: to.release,
      within: holder.id,
      // One address, so two ports of metrics.
      environment: { PORT_SHARED: 'true', METRICS_PORT: metricsPort },
      labels: { [label.metricsPort]: metricsPort },
    })
    if (
      !(await waitUntil(async () => (await listeners(engine, holder)) > before, {
        timeoutMs: listensMs,
        everyMs: 500,
      }))
    )
      throw new Fault(`The gateway of ${to.release} does not listen: ${engine.name} logs ${to.gateway.name}.`)
  }
  if (from) await stopGateways(engine, project, from)
}

export async function stopGateways(engine: Engine, project: string, release: string): Promise<void> {
  const gateways = await findContainers(engine, { [label.project]: project, [label.release]: release })
  for (const { id, running, labels } of gateways)
    if (running && labels[label.metricsPort]) await engine.run(['stop', id])
}

/** How many sockets listen on the port inside the container that holds it, as its kernel says. */
async function listeners(engine: Engine, { id }: Found): Promise<number> {
  const table = await engine.run(['exec', id, 'cat', '/proc/net/tcp', '/proc/net/tcp6'])
  return [...table.matchAll(/^\s*\d+: [0-9A-F]+:1F90 [0-9A-F]+:0000 0A /gm)].length
}
