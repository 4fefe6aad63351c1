import { Fault } from '@lingzhi/stack/fault'
import { rollbackHost } from '../host/rollback-host.ts'
import type { Command } from '../run/command.ts'

export const command: Command = {
  summary: 'brings the release before back into service, or the one that is named',
  usage: '[release] --root <folder>',
  positionals: { min: 0, max: 1 },
  changes: true,
  async run(run) {
    const { root } = run.deployment
    if (!root) throw new Fault('--root names the folder of the deployment.')
    return await rollbackHost(run, root, run.words[0])
  },
}
