import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { Fault } from '@lingzhi/stack/fault'
import { deployHost } from '../host/deploy-host.ts'
import type { Command } from '../run/command.ts'

export const command: Command = {
  summary: 'brings a release into service beside the one that serves, and takes it back if a step fails',
  usage: '<release> --root <folder>',
  positionals: { min: 1, max: 1 },
  options: {
    scale: { type: 'string' },
    'no-backup': { type: 'boolean' },
    'fix-agents': { type: 'boolean' },
    'accept-breaking': { type: 'boolean' },
    tries: { type: 'string' },
  },
  changes: true,
  async run(run) {
    const { words, option, flag, deployment } = run
    const { root } = deployment
    if (!root)
      throw new Fault(
        '--root names the folder of the deployment, with its releases and data, such as /srv/lingzhi.',
      )
    mkdirSync(resolve(root, 'releases'), { recursive: true, mode: 0o755 })
    return await deployHost(run, root, {
      release: words[0]!,
      scale: option('scale'),
      backup: !flag('no-backup'),
      fixAgents: flag('fix-agents'),
      acceptBreaking: flag('accept-breaking'),
      ...(option('tries') && { tries: Number(option('tries')) }),
    })
  },
}
