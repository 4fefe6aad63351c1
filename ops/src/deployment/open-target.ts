import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Fault } from '@lingzhi/stack/fault'
import { clusterTarget } from '../cluster/cluster-target.ts'
import { openKubectl } from '../cluster/kubectl.ts'
import { composeTarget } from '../containers/compose-target.ts'
import { openEngine } from '../containers/engine.ts'
import { hostTarget, rootFolder } from '../host/host-target.ts'
import type { Run } from '../run/command.ts'
import type { Deployment } from './open-deployment.ts'
import { madeFor, placeFile } from './open-servers.ts'
import type { Target } from './target.ts'

/** Where releases run. */
const targetNames = ['host', 'compose', 'k8s'] as const
export type TargetName = (typeof targetNames)[number]

/** The option of all commands that are about a place. */
export const targetOption = { target: { type: 'string' } } as const

/** The place that is named, else the one that the deployment was made for, else this machine's processes. */
export function targetName({ deployment, option }: Pick<Run, 'deployment' | 'option'>): TargetName {
  const made = madeFor(deployment.dataDir)
  const wanted = option('target') ?? made ?? 'host'
  const name = targetNames.find((one) => one === wanted)
  if (!name) throw new Fault(`--target is one of ${targetNames.join(', ')}.`)
  if (made && made !== name)
    throw new Fault(`${deployment.root} is a deployment for ${made}: another place takes another folder.`)
  return name
}

export async function openTarget(run: Pick<Run, 'deployment' | 'option' | 'env'>): Promise<Target> {
  const { deployment, env } = run
  const root = rootFolder(deployment)
  const name = targetName(run)
  if (name === 'compose') return composeTarget(deployment, root, await openEngine(env))
  if (name === 'k8s') return clusterTarget(deployment, root, openKubectl(env))
  return hostTarget(deployment, root)
}

/** Remembers the place, so that later commands need not name it. */
export function keepTarget(run: Pick<Run, 'deployment' | 'option'>) {
  const name = targetName(run)
  const file = placeFile(run.deployment.dataDir)
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  mkdirSync(resolve(rootFolder(run.deployment), 'releases'), { recursive: true, mode: 0o755 })
  writeFileSync(file, `${name}\n`)
}

/** The place of a deployment that is not processes of this machine. */
export async function placeElsewhere(
  run: Pick<Run, 'deployment' | 'option' | 'env'>,
): Promise<Target | undefined> {
  return run.deployment.root && targetName(run) !== 'host' ? await openTarget(run) : undefined
}

/** For commands that only look: the deployment as it is at its place. */
export async function deploymentThere(run: Pick<Run, 'deployment' | 'option' | 'env'>): Promise<Deployment> {
  return (await placeElsewhere(run))?.deployment ?? run.deployment
}
