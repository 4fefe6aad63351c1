import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import net from 'node:net'
import { eventually } from './eventually.ts'
import type { Test } from './test-servers.ts'

/** A TCP line to the server of a URL, and every connection made over it, which shows what a client leaves open. */
export async function watchLine(t: Test, url: string): Promise<{ url: string; connections: Socket[] }> {
  const { hostname, port } = new URL(url)
  const connections: Socket[] = []
  const line = net.createServer((near) => {
    connections.push(near)
    const far = net.connect(Number(port), hostname)
    near.pipe(far).pipe(near)
    for (const socket of [near, far]) socket.on('error', () => {})
  })
  await once(line.listen(0, '127.0.0.1'), 'listening')
  t.teardown(() => {
    for (const connection of connections) connection.destroy()
    line.close()
  })
  const { port: own } = line.address() as AddressInfo
  return { url: Object.assign(new URL(url), { host: `127.0.0.1:${own}` }).href, connections }
}

interface FailedStart<Config, Given> {
  config: Config
  /** The settings that name servers; NATS is always one of them. */
  servers: readonly (keyof Config & string)[]
  /** The dependency at which the start fails. */
  step: keyof Given & string
  open: (config: Config, given: Given) => Promise<unknown>
}

/** Lets a service's start fail when it comes to one of its dependencies, and waits until nothing it opened is open. */
export async function failStart<Config extends object, Given extends object>(
  t: Test,
  { config, servers, step, open }: FailedStart<Config, Given>,
): Promise<void> {
  const lines = await Promise.all(
    servers.map(async (name) => ({ name, ...(await watchLine(t, String(config[name]))) })),
  )
  const urls = Object.fromEntries(lines.map(({ name, url }) => [name, url]))
  const failure = new Error(`the start fails at ${step}`)
  const given = Object.defineProperty({}, step, {
    get: () => {
      throw failure
    },
  })
  const outcome = await open({ ...config, ...urls }, given as Given).catch((err: unknown) => err)
  if (outcome !== failure) throw new Error(`the start did not fail at ${step}`, { cause: outcome })
  for (const { name, connections } of lines)
    await eventually(async () => connections.every(({ closed }) => closed)).catch((cause) => {
      throw new Error(`${name}: a connection was left open by a start that failed at ${step}`, { cause })
    })
}
