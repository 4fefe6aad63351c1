import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const kinds = [
  'dependencies',
  'devDependencies',
  'workspaceDevDependencies',
  'optionalDependencies',
  'peerDependencies',
] as const
type Manifest = Partial<Record<(typeof kinds)[number], Record<string, string>>>

/** Every version is decided in one place, the catalogs of pnpm-workspace.yaml. */
export function versionFaults(root: string): string[] {
  const manifests = globSync(
    ['package.json', '{services,packages}/*/package.json', '{web,ops,bench}/package.json'],
    {
      cwd: root,
    },
  )
  return manifests.sort().flatMap((path) => {
    const manifest: Manifest = JSON.parse(readFileSync(join(root, path), 'utf8'))
    const entries = kinds.flatMap((kind) => Object.entries(manifest[kind] ?? {}))
    return entries
      .filter(([, version]) => !/^(catalog:\w*|workspace:\*)$/.test(version))
      .map(([name, version]) => `${path}: ${name} is "${version}"; write catalog: or workspace:*.`)
  })
}
