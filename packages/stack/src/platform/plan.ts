import { type ServiceName, serviceNames, services } from '@lingzhi/contracts/services'
import { freePort } from '../infrastructure/free-port.ts'
import type { Program } from './programs.ts'
import type { Settings } from './settings.ts'

/** One process to run: `name` is unique, `program` is what it runs. */
export type Planned = { name: string; program: Program; port: number; url: string; metricsPort?: number }

/**
 * Every process of this run with its port, in the order of the list of services: replicas are called chat-1, chat-2,
 * a single one chat. Metrics are on consecutive ports, so that a list of them can be written down.
 */
export async function planProcesses(settings: Settings, gatewayPort: number): Promise<Planned[]> {
  const plan: Planned[] = []
  for (const program of serviceNames) {
    if (isPublic(program)) {
      plan.push({ name: program, program, port: gatewayPort, url: urlOf(settings.host, gatewayPort) })
      continue
    }
    const count = settings.replicas[program] ?? 1
    for (let index = 1; index <= count; index++)
      plan.push(await inner(program, count === 1 ? program : `${program}-${index}`))
  }
  if (settings.demoModel) plan.push(await inner('demo-model', 'demo-model'))
  const { metricsPort } = settings
  return metricsPort === undefined ? plan : plan.map((one, n) => ({ ...one, metricsPort: metricsPort + n }))
}

/** Whether it owns the public port, and so starts last and finds the others there. */
export function isPublic(program: Program): boolean {
  return program !== 'demo-model' && services[program satisfies ServiceName].public
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
