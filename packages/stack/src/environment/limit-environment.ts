import type { TObject } from 'typebox'
import { variablesOf } from './schemas.ts'
import { isGiven } from './setting-of.ts'
import { pick, systemEnvironment } from './system.ts'

type Values = Readonly<Record<string, string | undefined>>

/**
 * The environment of a process: the fixed list, the settings that its own schema names, and nothing else of the
 * shell. `decided` overrides the user's value, `otherwise` is used where there is none; both only where the
 * schema names them.
 */
export function limitEnvironment(
  env: NodeJS.ProcessEnv,
  schema: TObject,
  { decided = {}, otherwise = {} }: { decided?: Values; otherwise?: Values },
): NodeJS.ProcessEnv {
  const limited = { ...systemEnvironment(env), ...pick(env, variablesOf(schema)) }
  for (const name of Object.keys(schema.properties)) {
    if (decided[name] !== undefined) {
      limited[name] = decided[name]
      // Its file may hold another value, such as the administrator's way into the database.
      delete limited[`${name}_FILE`]
    } else if (otherwise[name] !== undefined && !isGiven(env, name)) limited[name] = otherwise[name]
  }
  return limited
}
