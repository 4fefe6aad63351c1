import { Fault } from '@lingzhi/stack/fault'
import { triesByDefault } from '../deployment/bring-into-service.ts'
import { placeElsewhere, targetOption } from '../deployment/open-target.ts'
import { readyWithin } from '../deployment/ready-within.ts'
import { ensureKeeper, runningUnits } from '../host/keeper/ask-keeper.ts'
import { currentRelease, layoutOf } from '../host/layout.ts'
import type { Command } from '../run/command.ts'

export const command: Command = {
  summary: 'starts a deployment again, after a restart of the machine for example',
  usage: '--root <folder>',
  options: targetOption,
  changes: true,
  async run(run) {
    const { deployment, step, env, signal } = run
    const { root, dataDir } = deployment
    if (!root) throw new Fault('--root names the folder of the deployment; a checkout starts with npm start.')
    const layout = layoutOf(root, dataDir)
    if (!currentRelease(layout)) throw new Fault('Nothing was deployed here yet: npm run ops -- deploy.')
    const place = await placeElsewhere(run)
    if (place) {
      if (!place.resume) throw new Fault('A cluster starts what it runs by itself.')
      await step('start', async (tell) => tell(await place.resume!(signal)), { changes: true })
      const gateway = place.gatewayUrl(currentRelease(layout)!)
      await step('ready', async (tell) => tell(await readyWithin(gateway, triesByDefault, signal)), {
        changes: true,
      })
      return undefined
    }
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
