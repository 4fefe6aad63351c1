import { runOwn } from '../deployment/run-own.ts'
import { serviceEnvironment } from '../deployment/service-environment.ts'
import type { Command } from '../run/command.ts'

export const command: Command = {
  summary: 'checks that every balance of points equals the sum of its ledger',
  usage: '',
  changes: false,
  async run({ deployment, check }) {
    await check('points', async () => {
      const env = await serviceEnvironment(deployment, 'checkin')
      const { code, printed } = await runOwn(['services/checkin/src/reconcile.ts'], env)
      const lines = printed.trim().split('\n')
      return { ok: code === 0, detail: [lines.at(-1), ...lines.slice(0, -1)].join('\n') }
    })
    return undefined
  },
}
