import { Fault } from '@lingzhi/stack/fault'
import { runOwn } from '../deployment/run-own.ts'
import { serviceEnvironment } from '../deployment/service-environment.ts'
import type { Command } from '../run/command.ts'

export const command: Command = {
  summary: 'a new key for signing tokens; --replace withdraws the old ones at once, for one that leaked',
  usage: '',
  options: { replace: { type: 'boolean' } },
  changes: true,
  async run({ deployment, flag, step }) {
    await step(
      'signing key',
      async (tell) => {
        const env = await serviceEnvironment(deployment, 'auth')
        const args = ['services/auth/src/rotate-keys.ts', ...(flag('replace') ? ['--replace'] : [])]
        const { code, printed } = await runOwn(args, env)
        if (code !== 0) throw new Fault(printed.trim() || 'it was not rotated')
        tell(
          flag('replace')
            ? 'replaced: tokens of the old keys stop working within a minute'
            : 'a new one signs in a minute; tokens of the old one stay good until they expire',
        )
      },
      { changes: true },
    )
    return undefined
  },
}
