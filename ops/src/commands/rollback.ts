import { openTarget, targetOption } from '../deployment/open-target.ts'
import { rollbackRelease } from '../deployment/rollback-release.ts'
import type { Command } from '../run/command.ts'

export const command: Command = {
  summary: 'brings the release before back into service, or the one that is named',
  usage: '[release] --root <folder>',
  positionals: { min: 0, max: 1 },
  options: targetOption,
  changes: true,
  async run(run) {
    return await rollbackRelease(run, await openTarget(run), run.words[0])
  },
}
