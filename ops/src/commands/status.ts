import { isRunning, startedAt } from '@lingzhi/stack/processes/identity'
import { placeElsewhere, targetOption } from '../deployment/open-target.ts'
import type { Command } from '../run/command.ts'

export const command: Command = {
  summary: 'what runs: processes, services and their dependencies',
  usage: '',
  options: targetOption,
  changes: false,
  async run(run) {
    const { check } = run
    const target = await placeElsewhere(run)
    const deployment = target?.deployment ?? run.deployment
    const stack = deployment.stack()
    if (!stack) {
      await check('platform', async () => ({
        ok: false,
        detail: `Nothing runs on ${deployment.dataDir}: npm start.`,
      }))
      return { data_dir: deployment.dataDir, running: false }
    }
    for (const { name, pid, port } of stack.processes)
      await check(`process ${name}`, async () => {
        const started = startedAt(pid)
        const ok = started !== null && isRunning({ pid, started })
        return { ok, detail: `process ${pid}, port ${port}${ok ? '' : ': has ended'}` }
      })
    for (const { name, ok, detail } of (await target?.look?.()) ?? [])
      await check(name, async () => ({ ok, detail }))
    let readiness: Awaited<ReturnType<typeof readinessOf>> = {}
    await check('gateway', async () => {
      readiness = await readinessOf(stack.gateway_url)
      return stack.gateway_url
    })
    for (const [name, one] of Object.entries(readiness))
      await check(`service ${name}`, async () => ({ ok: one.status !== 'down', detail: one.status }))
    return {
      data_dir: deployment.dataDir,
      running: true,
      gateway_url: stack.gateway_url,
      services: readiness,
    }
  },
}

async function readinessOf(gateway: string): Promise<Record<string, { status: string }>> {
  const response = await fetch(`${gateway}/api/health/ready`, { signal: AbortSignal.timeout(10_000) })
  const { services } = (await response.json()) as { services: Record<string, { status: string }> }
  return services
}
