import { globSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'

/** One service or package. */
export interface Unit {
  /** Such as services/chat. */
  path: string
  /** The packages of ours that it runs with, by their folder. */
  packages: readonly string[]
  /** What it imports from contracts. */
  contracts: ReadonlySet<string>
  /** Its sources without the tests. */
  text: string
}

export type Units = ReadonlyMap<string, Unit>

/** Every service and package of the checkout by its path. */
export function readUnits(root: string): Units {
  const manifests = globSync('{services,packages}/*/package.json', { cwd: root }).sort()
  return new Map(
    manifests.map((manifest) => {
      const unit = readUnit(root, posix.dirname(manifest))
      return [unit.path, unit]
    }),
  )
}

function readUnit(root: string, path: string): Unit {
  const { dependencies = {} } = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>
  }
  const files = globSync(`${path}/src/**/*.ts`, { cwd: root }).filter((file) => !file.endsWith('.test.ts'))
  const text = files
    .sort()
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n')
  const clauses = text.matchAll(/^import \{([^}]*)\} from '@lingzhi\/contracts\/[^']+'/gm)
  return {
    path,
    packages: Object.keys(dependencies)
      .filter((name) => name.startsWith('@lingzhi/'))
      .map((name) => name.replace('@lingzhi/', 'packages/')),
    contracts: new Set([...clauses].flatMap(([, names]) => names!.match(/\w+/g) ?? [])),
    text,
  }
}

/** A service and all packages that it runs with, those of its packages included. */
export function withPackages(units: Units, service: string): Unit[] {
  const found = new Set<Unit>()
  const add = (path: string) => {
    const unit = units.get(path)
    if (!unit || found.has(unit)) return
    found.add(unit)
    unit.packages.forEach(add)
  }
  add(`services/${service}`)
  return [...found]
}
