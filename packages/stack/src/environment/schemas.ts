import { serviceNames } from '@lingzhi/contracts/services'
import { namesOf } from '@lingzhi/runtime/load-config'
import type { TObject } from 'typebox'
import { configFile, type Program } from '../platform/programs.ts'

/** What each program's settings are: the launcher knows them from the program itself. */
export type Schemas = Readonly<Record<Program, TObject>>

/** Reads the schemas from the `config.ts` of every program, which imports nothing but schemas. */
export async function loadSchemas(): Promise<Schemas> {
  const programs: Program[] = [...serviceNames, 'demo-model']
  const entries = programs.map(async (program) => {
    // A computed path: no service is imported, its description is read.
    const { Config } = (await import(configFile(program))) as { Config: TObject }
    return [program, Config] as const
  })
  return Object.fromEntries(await Promise.all(entries)) as Schemas
}

/** Every variable a schema reads: each setting, a former name of it, and the files that may hold them. */
export function variablesOf(schema: TObject): string[] {
  return Object.entries(schema.properties)
    .flatMap(([name, setting]) => namesOf(name, setting))
    .flatMap((name) => [name, `${name}_FILE`])
}
