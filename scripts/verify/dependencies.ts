import { globSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { Source } from './sources.ts'

/** A package.json: its folder, and the packages that it names. */
export type Manifest = { folder: string; name: string; dependencies: string[]; styles: string }

const packageName = /^(?:@[\w-]+\/)?[a-z\d][\w.-]*(?=\/|$)/
/** Programs that are run and never imported. */
const tools = new Set(['@biomejs/biome', 'node', 'typescript'])

export function readManifests(root: string): Manifest[] {
  return globSync(['package.json', '{services,packages}/*/package.json', '{bench,web,ops}/package.json'], {
    cwd: root,
  })
    .sort()
    .map((path) => {
      const manifest = JSON.parse(readFileSync(join(root, path), 'utf8'))
      const { name, dependencies, devDependencies, workspaceDevDependencies } = manifest
      return {
        folder: posix.dirname(path),
        name,
        dependencies: Object.keys({ ...dependencies, ...devDependencies, ...workspaceDevDependencies }),
        styles: stylesOf(root, posix.dirname(path)),
      }
    })
}

/** The style sheets below a folder, which import packages too. */
const stylesOf = (root: string, folder: string) =>
  globSync(`${folder}/src/**/*.css`, { cwd: root })
    .map((path) => readFileSync(join(root, path), 'utf8'))
    .join('\n')

/**
 * Packages that a source imports without its package.json naming them, which works only as long as another depends on them;
 * and packages that are named but never imported. Packages of types and programs are used without an import.
 */
export function dependencyFaults(sources: Source[], manifests: Manifest[]): string[] {
  return manifests.flatMap(({ folder, name, dependencies, styles }) => {
    const own = sources.filter(({ path }) => ownerOf(path, manifests) === folder)
    const imported = new Set(own.flatMap(importedPackages))
    const manifest = posix.join(folder, 'package.json')
    return [
      ...[...imported]
        .filter((one) => one !== name && !dependencies.includes(one) && !isOnlyTypes(one, dependencies, own))
        .map((one) => `${manifest} does not name ${one}, which ${importerOf(one, own)} imports.`),
      ...dependencies
        .filter((one) => !one.startsWith('@types/') && !tools.has(one))
        .filter((one) => !imported.has(one) && !isResolved(one, own) && !isInStyles(one, styles))
        .map((one) => `${manifest} names ${one}, which no source of it imports: remove it.`),
    ]
  })
}

/** `mdast` has no code: who imports its types names `@types/mdast`. */
const isOnlyTypes = (name: string, dependencies: string[], sources: Source[]) =>
  dependencies.includes(`@types/${name}`) &&
  sources.every(
    ({ text }) => !new RegExp(`^\\s*import\\s(?!type\\s)[^;'"]*?from ['"]${name}['"/]`, 'm').test(text),
  )

/** The root's package.json covers every folder without one of its own. */
function ownerOf(path: string, manifests: Manifest[]): string {
  return manifests.find(({ folder }) => path.startsWith(`${folder}/`))?.folder ?? '.'
}

function importedPackages({ imports }: Source): string[] {
  return imports.flatMap(({ specifier }) => (isPackage(specifier) ? packageName.exec(specifier)![0] : []))
}

/** Neither a path, nor a module of Node's, nor an expression in a text that a test writes to a file. */
const isPackage = (specifier: string) => !specifier.includes(':') && packageName.test(specifier)

const importerOf = (name: string, sources: Source[]) =>
  sources.find((source) => importedPackages(source).includes(name))?.path

const isResolved = (name: string, sources: Source[]) =>
  sources.some(({ text }) => ["'", '`'].some((quote) => text.includes(`.resolve(${quote}${name}/`)))

const isInStyles = (name: string, styles: string) =>
  styles.includes(`"${name}"`) || styles.includes(`"${name}/`)
