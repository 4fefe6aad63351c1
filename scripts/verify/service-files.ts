import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { serviceNames, services } from '@lingzhi/contracts/services'

const needed = ['package.json', 'README.md', 'src/main.ts', 'src/config.ts', 'src/deps.ts', 'src/app.ts']
const neededWithDatabase = ['src/migrate.ts', 'migrations/*.ts']

/** The files that every service in the list has, as sentences about those that are missing. */
export function serviceFaults(
  root: string,
  list: readonly { name: string; database: boolean }[] = serviceNames.map((name) => ({
    name,
    database: services[name].database,
  })),
): string[] {
  return list.flatMap(({ name, database }) =>
    [...needed, ...(database ? neededWithDatabase : [])]
      .filter((file) => globSync(`services/${name}/${file}`, { cwd: root }).length === 0)
      .map(
        (file) => `services/${name}/${file} is missing: packages/contracts/src/services.json lists ${name}.`,
      ),
  )
}

/** Why schemas cannot be imported: a sentence for each listed service without a `config.ts`. */
export function missingSchemaFaults(root: string, names: readonly string[] = serviceNames): string[] {
  return names
    .map((name) => `services/${name}/src/config.ts`)
    .filter((path) => !existsSync(join(root, path)))
    .map((path) => `This could not be checked: ${path} is missing.`)
}
