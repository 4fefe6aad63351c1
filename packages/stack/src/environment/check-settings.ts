import { ConfigError, loadConfig } from '@lingzhi/runtime/load-config'
import type { Words } from '@lingzhi/runtime/setting-rules'
import { type TObject, Type } from 'typebox'
import { Fault } from '../fault.ts'
import { configFile } from '../platform/programs.ts'
import type { Schemas } from './schemas.ts'

/**
 * Refuses settings that a program would refuse later, before anything starts: one sentence for one fault,
 * a line for each of several, in both languages. Settings that are missing are not checked: this run may decide them.
 */
export function checkSettings(
  schemas: Iterable<TObject>,
  env: NodeJS.ProcessEnv,
  further: readonly Words[] = [],
): void {
  const faults = new Map<string, Words>()
  // One fault a setting: programs may word the rule of one that they share for themselves.
  for (const fault of [...[...schemas].flatMap((schema) => faultsIn(schema, env)), ...further])
    if (!faults.has(nameIn(fault))) faults.set(nameIn(fault), fault)
  const [first, ...more] = faults.values()
  if (!first) return
  if (more.length === 0) throw new Fault(`${first.en}.${first.zh === first.en ? '' : `\n${first.zh}。`}`)
  const lines = [first, ...more].flatMap(({ zh, en }) => (zh === en ? [en] : [zh, en]))
  throw new Fault(['以下设置有误。These settings are not valid:', ...lines].join('\n  '))
}

/** What single settings do not show: the faults that a program's `checkConfig` finds in what belongs together. */
export async function faultsTogether(schemas: Schemas, env: NodeJS.ProcessEnv): Promise<Words[]> {
  const found = Object.entries(schemas).map(async ([program, schema]) => {
    const { checkConfig } = (await import(configFile(program as keyof Schemas))) as {
      checkConfig?: (config: object, env: NodeJS.ProcessEnv) => void | Promise<void>
    }
    if (!checkConfig) return []
    // What is wrong by itself is told already, and is left out here.
    const wrong = faultsIn(schema, env).flatMap((fault) => [nameIn(fault), `${nameIn(fault)}_FILE`])
    const sound = Object.fromEntries(Object.entries(env).filter(([name]) => !wrong.includes(name)))
    try {
      await checkConfig(loadConfig(Type.Partial(schema), sound), env)
      return []
    } catch (error) {
      if (error instanceof ConfigError) return error.texts
      throw error
    }
  })
  return (await Promise.all(found)).flat()
}

function faultsIn(schema: TObject, env: NodeJS.ProcessEnv): Words[] {
  try {
    loadConfig(Type.Partial(schema), env)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.texts
    throw error
  }
}

const nameIn = ({ en }: Words): string => en.slice(0, en.indexOf(': '))
