import type { Finding } from '../run/command.ts'
import { openCaller } from './call.ts'

type Service = {
  status: string
  checks?: Record<string, { status: string; reason?: string }>
  replicas?: { usable: number; total: number }
}

/**
 * What people do not notice yet: a dependency that refuses something, a replica that is out. A deployment does not look at it,
 * as going back to the version before mends neither.
 */
export async function checkDependencies(gateway: string, signal: AbortSignal): Promise<Finding> {
  const { json, text } = await openCaller(gateway, signal).call('GET', '/api/health/ready', undefined, 10_000)
  const services = Object.entries((json?.services ?? {}) as Record<string, Service>)
  if (services.length === 0) return { ok: false, detail: text.slice(0, 200) }
  const told = services.flatMap(([name, { checks = {}, replicas }]) => [
    ...Object.entries(checks)
      .filter(([, { status, reason }]) => status !== 'ok' || reason !== undefined)
      .map(([what, { status, reason }]) => `${name}: ${what} ${status}${reason ? ` (${reason})` : ''}`),
    ...(replicas && replicas.usable < replicas.total
      ? [`${name}: ${replicas.usable} of ${replicas.total} replicas are usable`]
      : []),
  ])
  return told.length > 0
    ? { ok: false, detail: told.join('\n') }
    : { ok: true, detail: 'nothing refuses, every replica is usable' }
}
