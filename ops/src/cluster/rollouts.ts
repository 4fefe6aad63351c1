import { Fault } from '@lingzhi/stack/fault'
import type { Kubectl } from './kubectl.ts'

/** A pod pulls its image, migrates nothing, starts within a minute, and the one before it takes its time to end. */
const secondsPerTry = 30
const triesByDefault = 20

/**
 * Deployments whose revision is known from before a change, so that exactly the changed ones go back: `rollout undo` alone would take one
 * that a release did not change to a release further back.
 */
export function openRollouts(kubectl: Kubectl) {
  const before = new Map<string, string>()
  async function revisionOf(namespace: string, name: string): Promise<string> {
    const path = '{.metadata.annotations.deployment\\.kubernetes\\.io/revision}'
    const args = ['get', `deployment/${name}`, '--ignore-not-found', '-o', `jsonpath=${path}`]
    return (await kubectl(['-n', namespace, ...args])).trim()
  }
  async function wait(
    namespace: string,
    names: string[],
    { tries = triesByDefault, signal }: { tries?: number; signal?: AbortSignal } = {},
  ) {
    const seconds = tries * secondsPerTry
    for (const name of names)
      await kubectl(['-n', namespace, 'rollout', 'status', `deployment/${name}`, `--timeout=${seconds}s`], {
        maxMs: (seconds + 30) * 1_000,
        ...(signal && { signal }),
      }).catch((error) => {
        throw new Fault(`${name} is not ready: ${(error as Error).message}`)
      })
  }
  return {
    wait,
    isRemembered: (name: string) => before.has(name),
    async remember(namespace: string, names: string[]) {
      for (const name of names) before.set(name, await revisionOf(namespace, name))
    },
    /** Takes back what has changed since; what was not there before stays, as it serves nobody. */
    async undo(namespace: string, names: string[]) {
      const gone: string[] = []
      for (const name of names) {
        const revision = before.get(name)
        if (!revision || (await revisionOf(namespace, name)) === revision) continue
        await kubectl(['-n', namespace, 'rollout', 'undo', `deployment/${name}`, `--to-revision=${revision}`])
        gone.push(name)
      }
      await wait(namespace, gone)
    },
  }
}
