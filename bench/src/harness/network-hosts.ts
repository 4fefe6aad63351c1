import { execFileSync } from 'node:child_process'
import { connect, createServer } from 'node:net'
import type { Run } from './new-run.ts'

/** A machine: a network namespace with an address and a cable of its own. */
export interface NetworkHost {
  address: string
  /** What a command begins with to run there; it becomes the command's own process. */
  within: readonly string[]
  /** Pulls its cable: packets vanish, and no connection is told. */
  cut: () => void
  heal: () => void
}

/**
 * Machines joined by a switch, on Linux as root. `offer`: the address at which all of them reach a server of this machine that
 * listens on 127.0.0.1.
 */
export function openNetworkHosts(run: Run, count: number) {
  const ip = (...args: string[]) => execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const mark = process.pid % 100_000
  const net = `10.231.${process.pid % 250}`
  const bridge = `lz${mark}`
  ip('link', 'add', bridge, 'type', 'bridge')
  run.teardown(() => ip('link', 'delete', bridge))
  ip('address', 'add', `${net}.1/24`, 'dev', bridge)
  ip('link', 'set', bridge, 'up')

  const hosts = Array.from({ length: count }, (_, index): NetworkHost => {
    const space = `${bridge}h${index + 1}`
    const cable = `${bridge}c${index + 1}`
    const address = `${net}.${11 + index}`
    ip('netns', 'add', space)
    run.teardown(() => ip('netns', 'delete', space))
    ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', space)
    ip('link', 'set', cable, 'master', bridge, 'up')
    const within = ['ip', 'netns', 'exec', space]
    ip('-n', space, 'address', 'add', `${address}/24`, 'dev', 'eth0')
    ip('-n', space, 'link', 'set', 'eth0', 'up')
    ip('-n', space, 'link', 'set', 'lo', 'up')
    return {
      address,
      within,
      cut: () => ip('link', 'set', cable, 'down'),
      heal: () => ip('link', 'set', cable, 'up'),
    }
  })

  async function offer(url: string): Promise<string> {
    const { hostname, port } = new URL(url)
    const relay = createServer((socket) => {
      const server = connect(Number(port), hostname)
      for (const [one, other] of [
        [socket, server],
        [server, socket],
      ] as const) {
        one.on('error', () => other.destroy())
        one.pipe(other)
      }
    })
    await new Promise<void>((resolve) => relay.listen(0, `${net}.1`, resolve))
    run.teardown(() => relay.close())
    const offered = new URL(url)
    offered.hostname = `${net}.1`
    offered.port = String((relay.address() as { port: number }).port)
    return offered.href.replace(/\/$/, '')
  }

  return { hosts, offer }
}
