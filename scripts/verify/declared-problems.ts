import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ProblemKind } from '@lingzhi/contracts/problem'
import { readSources } from './sources.ts'

export interface Declared {
  kind: ProblemKind
  name: string
  /** The file that declares it, from the root of the checkout. */
  path: string
}

/**
 * Every problem that services and packages declare, found by importing the files that do: no module of ours does
 * anything when it is loaded. A declaration that its file does not export is a fault.
 */
export async function declaredProblems(root: string): Promise<{ declared: Declared[]; faults: string[] }> {
  const declared: Declared[] = []
  const faults: string[] = []
  for (const { path, isTest, text } of readSources(root)) {
    const declarations = text.match(/=\s*problem\(/g)?.length ?? 0
    if (isTest || declarations === 0 || !/^(services|packages)\//.test(path)) continue
    const module: Record<string, unknown> = await import(pathToFileURL(join(root, path)).href)
    const found = Object.entries(module).flatMap(([name, value]) =>
      isKind(value) ? [{ kind: value, name, path }] : [],
    )
    declared.push(...found)
    if (found.length !== declarations)
      faults.push(`${path}: every problem is exported, and listed in the docs.`)
  }
  return { declared, faults }
}

const isKind = (value: unknown): value is ProblemKind =>
  typeof value === 'function' && 'texts' in value && 'check' in value
