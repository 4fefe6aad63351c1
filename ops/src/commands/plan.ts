import { existsSync } from 'node:fs'
import { openTarget, targetOption } from '../deployment/open-target.ts'
import { currentRelease, layoutOf } from '../host/layout.ts'
import { planRelease } from '../releases/plan-release.ts'
import { findRelease } from '../releases/prepare-release.ts'
import type { Command } from '../run/command.ts'

export const command: Command = {
  summary: 'what a release would change: files, settings, migrations, agents',
  usage: '<release>',
  positionals: { min: 1, max: 1 },
  options: { ...targetOption, 'fix-agents': { type: 'boolean' }, 'accept-breaking': { type: 'boolean' } },
  changes: true,
  async run(run) {
    const { words, flag } = run
    const target = run.deployment.root ? await openTarget(run) : undefined
    const deployment = target?.deployment ?? run.deployment
    const layout = layoutOf(deployment.root ?? process.cwd(), deployment.dataDir)
    const incoming = findRelease(words[0]!, layout)
    const current = deployment.root ? currentRelease(layout) : undefined
    const running = current ? layout.release(current) : deployment.root ? undefined : process.cwd()
    const plan = await planRelease({
      deployment,
      running: running && existsSync(running) ? running : undefined,
      incoming: incoming.folder,
      appliedTo: target?.appliedTo,
      identities: target?.identities && (() => target.identities!(current, incoming)),
      run,
      fixAgents: flag('fix-agents'),
      acceptBreaking: flag('accept-breaking'),
    })
    return { running: current ?? null, incoming: incoming.name, ...plan }
  },
}
