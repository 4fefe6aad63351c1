import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { addressSetting, upstreamNames } from '@lingzhi/contracts/services'
import { systemEnvironment } from '@lingzhi/stack/environment/system'
import { freePort } from '@lingzhi/stack/infrastructure/free-port'
import { youngMb } from '@lingzhi/stack/platform/programs'
import { ownCheckout } from './checkout.ts'
import type { NetworkHost } from './network-hosts.ts'

export interface Service {
  url: string
  pid: number
  /** Where its inspector listens; 0 without one. */
  inspectPort: number
  stop: () => Promise<void>
  /** Ends it as the failure of a machine would. */
  kill: () => Promise<void>
}

const startMaxMs = 60_000

/**
 * A service as its own process, as in production, on a free port or the one given; resolves when it is ready. It is
 * this checkout's, or another's to measure against.
 */
export async function startService(
  name: string,
  settings: Record<string, string>,
  {
    port: givenPort,
    inspected = false,
    checkout = ownCheckout,
    host,
  }: {
    port?: number
    inspected?: boolean
    checkout?: string
    /** Another machine, for one that does not run on this one. */
    host?: Pick<NetworkHost, 'address' | 'within'>
  } = {},
): Promise<Service> {
  const port = givenPort ?? (await freePort())
  const inspectPort = inspected ? await freePort() : 0
  const main = join(checkout, `services/${name}/src/main.ts`)
  const inspecting = inspected ? [`--inspect=127.0.0.1:${inspectPort}`, '--inspect-publish-uid=http'] : []
  const [command, ...args] = [...(host?.within ?? []), process.execPath, ...inspecting, main]
  const child = spawn(command!, args, {
    // As npm start and the images set it.
    env: {
      ...systemEnvironment(process.env),
      NODE_OPTIONS: `--max-semi-space-size=${youngMb(name)}`,
      LOG_LEVEL: 'warn',
      ...settings,
      PORT: String(port),
      ...(host && { HOST: host.address }),
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
  }
  const url = `http://${host?.address ?? '127.0.0.1'}:${port}`
  const deadline = performance.now() + startMaxMs
  for (;;) {
    const ready = await fetch(`${url}/api/health/ready`).catch(() => undefined)
    if (ready?.ok) break
    if (child.exitCode !== null || performance.now() > deadline) throw new Error(`${name} did not start`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    url,
    pid: child.pid ?? 0,
    inspectPort,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}

/** Addresses for a gateway, whose readiness needs every service: one stands in for those that take no part. */
export const addressesOf = (standIn: string): Record<string, string> =>
  Object.fromEntries(upstreamNames.map((name) => [addressSetting(name), standIn]))
