import { freePort } from '../infrastructure/free-port.ts'
import type { Settings } from './settings.ts'

/** Services of which several may run side by side; the gateway owns the one public port. */
export const replicated = ['auth', 'chat', 'checkin', 'export'] as const
export type Replicated = (typeof replicated)[number]
export type Program = Replicated | 'gateway' | 'demo-model'

/** Services with a database of their own, and migrations. */
export const withDatabase: Replicated[] = ['auth', 'chat', 'checkin', 'export']

/** One process to run: `name` is unique, `program` says what it is. */
export type Planned = { name: string; program: Program; port: number; url: string; metricsPort?: number }

/**
 * Every process of this run with its port: replicas are called chat-1, chat-2, a single one chat. Metrics are on
 * consecutive ports, the gateway's first, so that a list of them can be written down.
 */
export async function planProcesses(settings: Settings, gatewayPort: number): Promise<Planned[]> {
  const gateway = {
    name: 'gateway',
    program: 'gateway',
    port: gatewayPort,
    url: urlOf(settings.host, gatewayPort),
  } as const
  const plan: Planned[] = [gateway]
  for (const program of replicated) {
    const count = settings.replicas[program]
    for (let index = 1; index <= count; index++) {
      plan.push(await inner(program, count === 1 ? program : `${program}-${index}`))
    }
  }
  if (settings.demoModel) plan.push(await inner('demo-model', 'demo-model'))
  const { metricsPort } = settings
  return metricsPort === undefined ? plan : plan.map((one, n) => ({ ...one, metricsPort: metricsPort + n }))
}

async function inner(program: Program, name: string): Promise<Planned> {
  const port = await freePort()
  return { name, program, port, url: urlOf('127.0.0.1', port) }
}

/** A server that listens on every address is reached through the loopback one. */
function urlOf(host: string, port: number): string {
  const reachable =
    { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[host] ?? (host.includes(':') ? `[${host}]` : host)
  return `http://${reachable}:${port}`
}

/** The file that serves; migrations stand beside it. Relative to the checkout. */
export function mainFile(program: Program): string {
  return program === 'demo-model' ? 'packages/demo-model/src/main.ts' : `services/${program}/src/main.ts`
}
