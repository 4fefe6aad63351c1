import type { LegacyAgent } from '@lingzhi/contracts/legacy-import'
import type { OldTable } from './old-rows.ts'
import { garbledColumns, originOf, type Reject, textOf } from './read-old.ts'

/** The agents of the old system that were in use; those it kept as deleted stay so. */
export function* toAgents(agents: OldTable, reject: Reject): Generator<{ agent: LegacyAgent; line: number }> {
  for (const row of agents.rows()) {
    const { values, line } = row
    const origin = originOf(values.id)
    const place = { table: 'agents', line, ...(origin && { id: origin }) }
    const status = textOf(values.status).trim().toLowerCase()
    if (status === 'deleted') continue
    if (!origin || textOf(values.name).trim() === '' || garbledColumns(row).length > 0) {
      reject({
        ...place,
        code: 'GARBLED',
        text: 'its id or its name is missing, or something in it is no text',
      })
      continue
    }
    yield {
      line,
      agent: {
        type: 'agent',
        origin,
        name: textOf(values.name),
        description: textOf(values.description),
        system_prompt: textOf(values.system_prompt),
        model_config: textOf(values.model_config),
        hidden: status === 'inactive',
      },
    }
  }
}
