import { Fault } from '@lingzhi/stack/fault'
import { ensureKeeper, runningUnits } from '../host/keeper/ask-keeper.ts'
import { currentRelease, layoutOf } from '../host/layout.ts'
import type { Command } from '../run/command.ts'

export const command: Command = {
  summary: 'starts a deployment again, after a restart of the machine for example',
  usage: '--root <folder>',
  changes: true,
  async run({ deployment, step, env }) {
    const { root, dataDir } = deployment
    if (!root) throw new Fault('--root names the folder of the deployment; a checkout starts with npm start.')
    const layout = layoutOf(root, dataDir)
    if (!currentRelease(layout)) throw new Fault('Nothing was deployed here yet: npm run ops -- deploy.')
    await step(
      'start',
      async (tell) => {
        const started = await ensureKeeper(root, dataDir, layout, env)
        const units = await runningUnits(layout)
        tell(`${units.length} processes ${started ? 'run' : 'ran already'}`)
      },
      { changes: true },
    )
    return undefined
  },
}
