import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '@lingzhi/stack/fault'
import { waitUntil } from '@lingzhi/stack/processes/wait-until'
import { placeElsewhere, targetOption } from '../deployment/open-target.ts'
import { askKeeper, keeperResponds } from '../host/keeper/ask-keeper.ts'
import { keeperService } from '../host/keeper-service.ts'
import { layoutOf } from '../host/layout.ts'
import type { Command } from '../run/command.ts'
import { systemctl, systemdRuns, unitFolder } from '../systemd/systemctl.ts'

const stopMaxMs = 60_000

export const command: Command = {
  summary: 'stops a deployment with its servers',
  usage: '--root <folder>',
  options: targetOption,
  changes: true,
  async run(run) {
    const { deployment, step } = run
    const { root, dataDir } = deployment
    if (!root) throw new Fault('--root names the folder of the deployment; Ctrl-C stops npm start.')
    const layout = layoutOf(root, dataDir)
    const place = await placeElsewhere(run)
    if (place) {
      if (!place.halt) throw new Fault('A cluster is stopped with kubectl scale.')
      await step('stop', async (tell) => tell(await place.halt!()), { changes: true })
      return undefined
    }
    await step(
      'stop',
      async (tell) => {
        if (!(await keeperResponds(layout))) return tell('nothing runs')
        const service = keeperService(dataDir)
        // Asked to end by itself, it would be started again.
        if (systemdRuns() && existsSync(join(unitFolder(), service))) systemctl('stop', service)
        else await askKeeper(layout, { do: 'end' })
        const lock = `${dataDir}/running.json`
        if (!(await waitUntil(() => !existsSync(lock), { timeoutMs: stopMaxMs })))
          throw new Fault(`It did not end within ${stopMaxMs / 1000} s.`)
        tell('services first, then NATS, Redis and PostgreSQL')
      },
      { changes: true },
    )
    return undefined
  },
}
