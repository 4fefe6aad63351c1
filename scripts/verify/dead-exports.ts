import { posix } from 'node:path'
import type { Source } from './sources.ts'

/** Other projects import these by name. */
const published = new Set(['packages/api-client'])

const declarations =
  /^export\s+(?:async\s+)?(const|let|class|interface|type|function\*?)\s+(\w+)\s*(=\s*problem\()?/gm
const importClauses = /^\s*(?:import|export)\s+(?:type\s+)?([^'";]*?)\s*\bfrom\s*['"]([^'"]+)['"]/gm
const dynamicImports = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g

/**
 * Exported names that no other file imports, tests included: unused ones are not exported, so that a reader knows
 * what may be changed freely. A declared problem stays exported, as the list of problems is made of them.
 */
export function deadExportFaults(sources: Source[]): string[] {
  const used = usedNames(sources)
  return sources.filter(isOffered).flatMap(({ path, text }) => {
    const names = used.get(path)
    if (names?.has('*')) return []
    return [...text.matchAll(declarations)]
      .filter(
        ([, kind, name, isProblem]) => !isProblem && !names?.has(name!) && !isInSignature(text, kind!, name!),
      )
      .map(
        ([, , name]) =>
          `${path} exports ${name}, which no other file imports: keep it to the file, or remove it.`,
      )
  })
}

/** A type that no file imports still names what an exported function takes or returns. */
const isInSignature = (text: string, kind: string, name: string) =>
  /^(interface|type)$/.test(kind) && [...text.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].length > 1

/** Migrations and commands are loaded by their folder, and configurations by the name of their service. */
const isOffered = ({ path, unit }: Source) =>
  !published.has(unit) && !/migrations?\/|^ops\/src\/commands\/|\/src\/config\.ts$/.test(path)

/** By file, the names that others import of it; `*` when one imports all of them. */
function usedNames(sources: Source[]): Map<string, Set<string>> {
  const used = new Map<string, Set<string>>()
  const note = (path: string | undefined, name: string) => {
    if (path) used.set(path, (used.get(path) ?? new Set()).add(name))
  }
  for (const { path, text } of sources) {
    for (const [, clause, specifier] of text.matchAll(importClauses)) {
      for (const name of namesOf(clause!)) note(fileOf(path, specifier!), name)
    }
    for (const [, specifier] of text.matchAll(dynamicImports)) note(fileOf(path, specifier!), '*')
  }
  return used
}

/** `a, { b as c, type d }` takes default, b and d. */
function namesOf(clause: string): string[] {
  if (clause.includes('*')) return ['*']
  const list = /\{([^}]*)\}/.exec(clause)?.[1] ?? ''
  return list
    .split(',')
    .map(
      (part) =>
        part
          .trim()
          .replace(/^type\s+/, '')
          .split(/\s+as\s+/)[0]!,
    )
    .filter(Boolean)
}

function fileOf(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier)
  const [, name, file] = /^@lingzhi\/([^/]+)\/(.+)$/.exec(specifier) ?? []
  return name && `packages/${name}/src/${file}.ts`
}
