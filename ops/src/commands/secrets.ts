import { Fault } from '@lingzhi/stack/fault'
import { runOwn } from '../deployment/run-own.ts'
import type { Command } from '../run/command.ts'

const kinds = ['compose', 'kubernetes']

export const command: Command = {
  summary: 'makes or completes the secrets of a deployment by Compose or Kubernetes; what is there stays',
  usage: `<${kinds.join(' or ')}>`,
  positionals: { min: 1, max: 1 },
  changes: true,
  async run({ words, env, step, deployment: { root } }) {
    const kind = words[0]!
    if (!kinds.includes(kind)) throw new Fault(`secrets takes ${kinds.join(' or ')}.`)
    await step(
      `secrets for ${kind}`,
      async (tell) => {
        const { code, printed } = await runOwn(
          ['scripts/secrets.mjs', kind, ...(root && kind === 'compose' ? [root] : [])],
          env,
        )
        if (code !== 0) throw new Fault(printed.trim())
        tell(printed.trim())
      },
      { changes: true },
    )
    return undefined
  },
}
