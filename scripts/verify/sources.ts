import { globSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'

/**
 * One source file. `unit` is what it belongs to (services/chat, packages/db, scripts …); `imports` are the
 * specifiers as written, and for those that lead to a unit of ours, that unit.
 */
export type Source = {
  path: string
  unit: string
  isTest: boolean
  text: string
  imports: { specifier: string; unit: string | null }[]
}

const folders = ['services', 'packages', 'scripts', 'e2e', 'ops', 'bench', 'web']
const importForms = [
  /^\s*(?:import|export)\b[^'";]*\bfrom\s*['"]([^'"]+)['"]/gm,
  /^\s*import\s*['"]([^'"]+)['"]/gm,
  /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g,
]

export function readSources(root: string): Source[] {
  const names = unitsByName(root)
  const files = globSync(`{${folders.join(',')}}/**/*.{ts,tsx,mts,mjs,js}`, {
    cwd: root,
    exclude: (name) => name === 'node_modules' || name === 'dist',
  })
  return files.sort().map((path) => readSource(path, readFileSync(join(root, path), 'utf8'), names))
}

/** `names` maps package names to units. */
export function readSource(path: string, written: string, names: Map<string, string>): Source {
  const text = written.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
  const specifiers = importForms.flatMap((form) => [...text.matchAll(form)].map((match) => match[1]!))
  const imports = specifiers.map((specifier) => ({ specifier, unit: unitOfImport(path, specifier, names) }))
  return { path, unit: unitOf(path), isTest: /\.test\.tsx?$|\/test-[^/]+\.ts$/.test(path), text, imports }
}

function unitOf(path: string): string {
  const [folder, name] = path.split('/')
  return folder === 'services' || folder === 'packages' ? `${folder}/${name}` : folder!
}

function unitOfImport(path: string, specifier: string, names: Map<string, string>): string | null {
  if (specifier.startsWith('.')) return unitOf(posix.join(posix.dirname(path), specifier))
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
  return names.get(name) ?? null
}

function unitsByName(root: string): Map<string, string> {
  const manifests = globSync('{services/*,packages/*,web,ops,bench}/package.json', { cwd: root })
  return new Map(
    manifests.map((path) => [
      JSON.parse(readFileSync(join(root, path), 'utf8')).name as string,
      unitOf(path),
    ]),
  )
}
