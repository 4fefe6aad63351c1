import { ConfigError, loadConfig } from '@lingzhi/runtime/load-config'
import { type TObject, Type } from 'typebox'
import { Fault } from '../fault.ts'

/**
 * Refuses settings that a program would refuse later, before anything starts: one sentence for one fault,
 * a line for each of several. Settings that are missing are not checked: this run may decide them.
 */
export function checkSettings(schemas: Iterable<TObject>, env: NodeJS.ProcessEnv): void {
  const faults = new Set<string>()
  for (const schema of schemas) {
    try {
      loadConfig(Type.Partial(schema), env)
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      for (const fault of error.faults) faults.add(fault)
    }
  }
  if (faults.size === 0) return
  const [first, ...more] = faults
  throw new Fault(more.length === 0 ? `${first}.` : ['These settings are not valid:', ...faults].join('\n  '))
}
