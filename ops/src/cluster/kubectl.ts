import { type Asking, askProgram } from '../run/ask-program.ts'
import { programLines } from '../run/program-lines.ts'

/** kubectl with the context and credentials that the operator's own has. `lines`: what it prints, as it comes. */
export type Kubectl = ((args: string[], asking?: Asking) => Promise<string>) & {
  lines(args: string[]): AsyncGenerator<string>
}

export function openKubectl(env: NodeJS.ProcessEnv): Kubectl {
  const context = env.KUBE_CONTEXT?.trim()
  const there = (args: string[]) => [...(context ? ['--context', context] : []), ...args]
  return Object.assign(
    (args: string[], asking?: Asking) => askProgram('kubectl', there(args), { ...asking, env }),
    { lines: (args: string[]) => programLines('kubectl', there(args), { env }) },
  )
}
