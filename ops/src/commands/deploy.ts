import { deployRelease } from '../deployment/deploy-release.ts'
import { keepTarget, openTarget, targetOption } from '../deployment/open-target.ts'
import type { Command } from '../run/command.ts'

export const command: Command = {
  summary: 'brings a release into service beside the one that serves, and takes it back if a step fails',
  usage: '<release> --root <folder>',
  positionals: { min: 1, max: 1 },
  options: {
    ...targetOption,
    scale: { type: 'string' },
    'no-backup': { type: 'boolean' },
    'fix-agents': { type: 'boolean' },
    'accept-breaking': { type: 'boolean' },
    tries: { type: 'string' },
  },
  changes: true,
  async run(run) {
    const { words, option, flag } = run
    const target = await openTarget(run)
    if (!run.dryRun) keepTarget(run)
    return await deployRelease(run, target, {
      release: words[0]!,
      scale: option('scale'),
      backup: !flag('no-backup'),
      fixAgents: flag('fix-agents'),
      acceptBreaking: flag('accept-breaking'),
      ...(option('tries') && { tries: Number(option('tries')) }),
    })
  },
}
