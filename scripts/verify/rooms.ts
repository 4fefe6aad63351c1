import { globSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { Source } from './sources.ts'

export type Readme = { path: string; text: string }
type Room = { name: string; knows: string[] }

/** The READMEs in which a service or a package may say which of its rooms knows which. */
export function readReadmes(root: string): Readme[] {
  return globSync('{services,packages}/*/README.md', { cwd: root })
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

/**
 * Imports from one room (a folder of `src/`) to another that the table under "Rooms" in the README does not allow, types
 * included; and tables that say what is not so. The table is the rule itself, so the two cannot drift apart. Units whose
 * README has no table with a column "knows" have no rules. Tests do not count, because nothing imports a test.
 */
export function roomFaults(sources: Source[], readmes: Readme[]): string[] {
  return readmes.flatMap((readme) => {
    const rows = rowsOf(readme.text)
    return rows ? faultsOfUnit(sources, readme.path, rows) : []
  })
}

function faultsOfUnit(sources: Source[], readme: string, rows: string[][]): string[] {
  const unit = posix.dirname(readme)
  const own = sources.filter((source) => source.unit === unit && !source.isTest)
  const folders = new Set(own.flatMap(({ path }) => roomOf(unit, path) ?? []))
  const { rooms, faults } = readTable(rows, readme)
  const knownTo = new Map(rooms.map(({ name, knows }) => [name, knows]))
  const used = new Set<string>()

  for (const source of own) {
    const from = roomOf(unit, source.path)
    const allowed = from && knownTo.get(from)
    if (!allowed) continue
    for (const { specifier, target } of importsWithin(source)) {
      const to = roomOf(unit, target)
      if (!to || to === from) continue
      used.add(`${from} ${to}`)
      if (!allowed.includes(to))
        faults.push(
          `${source.path} imports ${specifier}: the room ${from} may not know ${to}; the table under Rooms in ${readme} says which may.`,
        )
    }
  }
  return [
    ...faults,
    ...[...folders]
      .filter((name) => !knownTo.has(name))
      .map((name) => `${readme} does not list the room ${name}/ under Rooms.`),
    ...rooms
      .filter(({ name }) => !folders.has(name))
      .map(({ name }) => `${readme} lists the room ${name}/, which is not there.`),
    ...rooms.flatMap(({ name, knows }) =>
      knows
        .filter((one) => folders.has(name) && !used.has(`${name} ${one}`))
        .map((one) => `${readme} lets the room ${name} know ${one}, of which it imports nothing: remove it.`),
    ),
  ]
}

/** The rooms of a table. A cell of names and anything else is a fault: words would loosen a rule unnoticed. */
function readTable(rows: string[][], readme: string): { rooms: Room[]; faults: string[] } {
  const faults: string[] = []
  const rooms = rows.map(([first = '', ...cells]) => {
    const last = cells.at(-1) ?? ''
    if (!/^`[\w-]+\/`$/.test(first)) faults.push(`${readme}: ${first} is not a room such as \`asking/\`.`)
    if (!/^(`[\w-]+`(, (?=`)|$))*$/.test(last))
      faults.push(`${readme}: what ${first} knows must be names such as \`usage\`, \`agents\`, not ${last}.`)
    return {
      name: first.replace(/[`/]/g, ''),
      knows: [...last.matchAll(/`([\w-]+)`/g)].map(([, one]) => one!),
    }
  })
  const order = rooms.map(({ name }) => name)
  for (const [index, { name, knows }] of rooms.entries()) {
    for (const one of knows.filter((one) => !order.slice(index + 1).includes(one)))
      faults.push(`${readme}: ${name} may know only rooms further down in the table, and ${one} is not.`)
  }
  return { rooms, faults }
}

/** The cells of the table under "Rooms", without its head; null when no such table has a column "knows". */
function rowsOf(readme: string): string[][] | null {
  const [, section = ''] = readme.split(/^## Rooms$/m)
  const [head, , ...rows] = section
    .split(/^## /m)[0]!
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
  return head?.at(-1) === 'knows' ? rows : null
}

/** A file in `src/` itself belongs to no room. */
function roomOf(unit: string, path: string): string | undefined {
  return path.startsWith(`${unit}/src/`)
    ? /^([^/]+)\//.exec(path.slice(`${unit}/src/`.length))?.[1]
    : undefined
}

/** Also those by the unit's own name, as `@lingzhi/chat/usage/budget`. */
function importsWithin({ path, unit, imports }: Source): { specifier: string; target: string }[] {
  return imports
    .filter((one) => one.unit === unit)
    .map(({ specifier }) => ({
      specifier,
      target: specifier.startsWith('.')
        ? posix.join(posix.dirname(path), specifier)
        : posix.join(unit, 'src', specifier.split('/').slice(2).join('/')),
    }))
}
