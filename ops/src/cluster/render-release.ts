import { isAbsolute, join } from 'node:path'
import { Fault } from '@lingzhi/stack/fault'
import { parseAllDocuments } from 'yaml'
import type { Kubectl } from './kubectl.ts'

export type Manifest = {
  apiVersion: string
  kind: string
  metadata: { name: string; namespace?: string }
  spec?: { template?: { spec?: { containers?: { image: string }[] } } }
}

/** The objects of a release, in the order they are applied, written down when it is deployed. */
export type Rendered = {
  format: 1
  release: string
  namespace: string
  migrations: Manifest[]
  /** All but the gateway's Deployment. */
  inner: Manifest[]
  gateway: Manifest
}

/**
 * What kustomize makes of a release: its k8s/overlays/prod, or the overlay that KUBERNETES_OVERLAY names, which has the registry and
 * the tags of yours, and a folder `migrations` for the Jobs.
 */
export async function renderRelease(
  kubectl: Kubectl,
  { release, folder, env }: { release: string; folder: string; env: NodeJS.ProcessEnv },
): Promise<Rendered> {
  const given = env.KUBERNETES_OVERLAY?.trim() || 'k8s/overlays/prod'
  const overlay = isAbsolute(given) ? given : join(folder, given)
  const objects = async (place: string) =>
    parseAllDocuments(await kubectl(['kustomize', place]))
      .map((document) => document.toJS() as Manifest | null)
      .filter((one) => one !== null)
  const all = await objects(overlay)
  const gateway = all.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'gateway')
  if (!gateway) throw new Fault(`${overlay} has no Deployment named gateway.`)
  return {
    format: 1,
    release,
    namespace: gateway.metadata.namespace ?? 'default',
    migrations: await objects(join(overlay, 'migrations')),
    inner: all.filter((one) => one !== gateway),
    gateway,
  }
}

export const deploymentsIn = (objects: Manifest[]): string[] =>
  objects.filter(({ kind }) => kind === 'Deployment').map(({ metadata }) => metadata.name)

/** The image of each Deployment, by name. */
export const imagesIn = (objects: Manifest[]): Map<string, string> =>
  new Map(
    objects
      .filter(({ kind }) => kind === 'Deployment')
      .map(({ metadata, spec }) => [metadata.name, spec?.template?.spec?.containers?.[0]?.image ?? '']),
  )
