import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ServiceName, serviceNames } from '@lingzhi/contracts/services'
import { fromSecrets } from '@lingzhi/stack/deploy/kubernetes-base'
import type { Schemas } from '@lingzhi/stack/environment/schemas'
import { loadSchemas, variablesOf } from '@lingzhi/stack/environment/schemas'
import { parse, parseAllDocuments } from 'yaml'
import { runTool } from './run-tool.ts'

export interface Manifest {
  path: string
  object: { apiVersion: string; kind: string; metadata: { name: string }; spec?: object }
}
interface Kustomization {
  configMapGenerator?: { name: string; literals?: string[] }[]
}
interface Container {
  env?: { name: string }[]
}

/** Resources of operators, of which the package of types knows nothing. */
const ofOperators = /^(postgresql\.cnpg\.io|redis\.redis\.opstreelabs\.in|keda\.sh)\//
/** For a chart, and for kustomize. */
const noManifest = /(^|\/)(kustomization|[\w-]*values)\.yaml$/

/** Objects of a file; one that only patches another (prod/deployments.yaml) is laid over that of base. */
export function readManifests(root: string): Manifest[] {
  const all = globSync('k8s/**/*.yaml', { cwd: root })
    .filter((path) => !noManifest.test(path) && !/\/secrets\//.test(path))
    .sort()
    .flatMap((path) =>
      parseAllDocuments(readFileSync(join(root, path), 'utf8'), { merge: true }).map((one) => ({
        path,
        object: one.toJS() as Manifest['object'],
      })),
    )
  return all.map(({ path, object }) => {
    const below = /overlays\/\w+\/deployments\.yaml$/.test(path)
      ? all.find(({ path, object: { kind, metadata } }) => {
          return (
            path.startsWith('k8s/base/') && kind === object.kind && metadata.name === object.metadata.name
          )
        })
      : undefined
    return { path, object: below ? (laidOver(below.object, object) as Manifest['object']) : object }
  })
}

const laidOver = (below: unknown, above: unknown): unknown =>
  isObject(below) && isObject(above)
    ? Object.fromEntries(
        [...new Set([...Object.keys(below), ...Object.keys(above)])].map((key) => [
          key,
          key in below && key in above ? laidOver(below[key], above[key]) : (above[key] ?? below[key]),
        ]),
      )
    : above

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * What does not fit the types of Kubernetes' API (kubernetes-types, made from its OpenAPI document): a field that does not exist, one that
 * is missing, a value of the wrong kind. Each object is written as a constant of its type, which the compiler then reads.
 */
export async function shapeFaults(manifests: readonly Manifest[]): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lingzhi-kubernetes-'))
  const types = dirname(fileURLToPath(import.meta.resolve('kubernetes-types/package.json')))
  try {
    for (const [n, { path, object }] of manifests.entries()) {
      const { apiVersion, kind, metadata } = object
      if (ofOperators.test(apiVersion)) continue
      const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion]
      const place = `${group!.replace(/\.k8s\.io$/, '')}/${version}`
      const name = `${path.replaceAll('/', '~').replace(/\.yaml$/, '')}~${kind}~${metadata.name}~${n}.ts`
      const text = `import type { ${kind} } from 'kubernetes-types/${place}'\nexport const it: ${kind} = ${JSON.stringify(object, null, 1)}\n`
      writeFileSync(join(folder, name), text)
    }
    const options = { module: 'esnext', moduleResolution: 'bundler', strict: true, noEmit: true, types: [] }
    const paths = { 'kubernetes-types/*': [`${types}/*`] }
    const config = { compilerOptions: { ...options, paths, skipLibCheck: true }, include: ['*.ts'] }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    const told = await runTool('typescript/bin/tsc', ['-p', folder])
    return told.map((text) => text.replaceAll(/\S*lingzhi-kubernetes-\w+\//g, '').replaceAll('~', '/'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Settings that files name and no service has, and settings that a service needs and nothing gives it. */
export function settingFaults(
  manifests: readonly Manifest[],
  literals: readonly string[],
  schemas: Schemas,
): string[] {
  const variables = (name: ServiceName) => new Set([...variablesOf(schemas[name]), 'NODE_OPTIONS'])
  const given = literals.map((line) => line.split('=', 1)[0]!)
  const anybody = new Set(serviceNames.flatMap((name) => [...variables(name)]))
  const unknown = given
    .filter((name) => !anybody.has(name))
    .map((name) => `k8s: the setting ${name} is none of any service.`)
  const wrong = manifests.flatMap(({ path, object: { kind, metadata, spec } }) => {
    const service = serviceNames.find((name) => name === metadata.name)
    if (kind !== 'Deployment' || !service) return []
    const { template } = spec as {
      template: { spec: { containers: Container[]; initContainers?: Container[] } }
    }
    return [...template.spec.containers, ...(template.spec.initContainers ?? [])]
      .flatMap(({ env = [] }) => env)
      .filter(({ name }) => !variables(service).has(name))
      .map(({ name }) => `${path}: the setting ${name} is none of ${service}.`)
  })
  const missing = serviceNames.flatMap((service) =>
    ((schemas[service].required ?? []) as string[])
      .filter((name) => !('default' in (schemas[service].properties[name] ?? {})))
      .filter((name) => ![...given, ...fromSecrets(service)].includes(name))
      .map((name) => `k8s: ${service} needs ${name}, which neither a literal nor a secret of base names.`),
  )
  return [...unknown, ...wrong, ...missing]
}

export async function kubernetesFaultsIn(root: string): Promise<string[]> {
  const manifests = readManifests(root)
  const literals = globSync('k8s/**/kustomization.yaml', { cwd: root }).flatMap((path) => {
    const { configMapGenerator = [] } = parse(readFileSync(join(root, path), 'utf8')) as Kustomization
    return configMapGenerator.flatMap((one) => one.literals ?? [])
  })
  return [...(await shapeFaults(manifests)), ...settingFaults(manifests, literals, await loadSchemas())]
}
