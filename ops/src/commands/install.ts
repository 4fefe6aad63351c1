import { Fault } from '@lingzhi/stack/fault'
import { keeperResponds } from '../host/keeper/ask-keeper.ts'
import { keeperService, keeperUnit } from '../host/keeper-service.ts'
import { currentRelease, layoutOf } from '../host/layout.ts'
import type { Command } from '../run/command.ts'
import { systemctl, systemdRuns, writeUnits } from '../systemd/systemctl.ts'

export const command: Command = {
  summary: 'lets systemd start the deployment with the machine, as a service that may write there alone',
  usage: '--root <folder> [--user <name>]',
  options: { user: { type: 'string' } },
  changes: true,
  async run({ deployment, option, step, note, dryRun }) {
    const { root, dataDir } = deployment
    if (!root) throw new Fault('--root names the folder of the deployment.')
    const layout = layoutOf(root, dataDir)
    if (!currentRelease(layout)) throw new Fault('Deploy a release first: npm run ops -- deploy.')
    const name = keeperService(dataDir)
    const text = keeperUnit({ root, dataDir, user: option('user') })
    if (dryRun || !systemdRuns()) {
      if (!systemdRuns()) note('systemd does not run here. This is the unit for a machine where it does:')
      note(`# ${name}\n${text}`)
      return { service: name, text }
    }
    await step(
      name,
      async (tell) => {
        const running = await keeperResponds(layout)
        writeUnits({ [name]: text })
        systemctl('enable', ...(running ? [] : ['--now']), name)
        tell(running ? 'from the next start on; npm run ops -- stop and start hand over now' : 'started')
      },
      { changes: true },
    )
    return { service: name }
  },
}
