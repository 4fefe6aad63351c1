import { type Asking, askProgram } from '../run/ask-program.ts'

/** kubectl with the context and credentials that the operator's own has. */
export type Kubectl = (args: string[], asking?: Asking) => Promise<string>

export function openKubectl(env: NodeJS.ProcessEnv): Kubectl {
  const context = env.KUBE_CONTEXT?.trim()
  return (args, asking) =>
    askProgram('kubectl', [...(context ? ['--context', context] : []), ...args], { ...asking, env })
}
