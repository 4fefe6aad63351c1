import type { LegacyAgent, LegacyAgentResult, LegacyRemark } from '@lingzhi/contracts/legacy-import'
import { transact } from '@lingzhi/db/retry'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import type { AgentDefinition } from '../agents/agent-shape.ts'
import { cleanDefinition, DefinitionShape, defaults, definitionOf } from '../agents/agent-shape.ts'
import type { Agent } from '../agents/agents.queries.ts'
import { insertAgent } from '../agents/agents.queries.ts'
import type { Db } from '../database.ts'
import { agentNamed, importedAgent, lockSource, noteAgent } from './legacy.queries.ts'

export interface Importing {
  source: string
  onClash: 'skip' | 'rename'
  dryRun: boolean
}

const triesMax = 100

/**
 * Stores an agent of a replaced system. One that is here under its name is the same one: it keeps the definition it has here, or
 * with `rename` stands beside it under another name. `agent` is the one that its conversations get; undefined: the default.
 */
export function importAgent(
  db: Db,
  given: LegacyAgent,
  { source, onClash, dryRun }: Importing,
): Promise<{ result: LegacyAgentResult; agent: Pick<Agent, 'id' | 'name'> | undefined }> {
  return transact(db, async (trx) => {
    await lockSource(trx, source)
    const { origin } = given
    const known = await importedAgent(trx, source, origin)
    if (known) return { result: { origin, outcome: 'existing', name: known.name, remarks: [] }, agent: known }
    const { definition, remarks } = toDefinition(given)
    if (!definition) return { result: { origin, outcome: 'skipped', name: null, remarks }, agent: undefined }

    const same = await agentNamed(trx, definition.name)
    if (same) {
      const differs = JSON.stringify(definitionOf(same)) !== JSON.stringify(definition)
      if (!differs || onClash === 'skip') {
        if (differs)
          remarks.push({
            code: 'AGENT_NAME_TAKEN',
            text: `there is an agent ${definition.name}: it keeps its definition, and gets these conversations`,
          })
        if (!dryRun) await noteAgent(trx, { source, origin, agent_id: same.id })
        return { result: { origin, outcome: 'existing', name: same.name, remarks }, agent: same }
      }
      const name = await freeName(trx, definition.name)
      remarks.push({
        code: 'AGENT_NAME_TAKEN',
        text: `there is an agent ${definition.name}: it comes in as ${name}`,
      })
      definition.name = name
    }
    const result = { origin, outcome: 'new', name: definition.name, remarks } as const
    if (dryRun) return { result, agent: undefined }
    const agent = await insertAgent(trx, definition, null)
    await noteAgent(trx, { source, origin, agent_id: agent.id })
    return { result, agent }
  })
}

function toDefinition(given: LegacyAgent): { definition?: AgentDefinition; remarks: LegacyRemark[] } {
  const remarks: LegacyRemark[] = []
  const definition: AgentDefinition = {
    ...defaults,
    ...cleanDefinition({
      name: given.name.trim().toWellFormed(),
      description: given.description.toWellFormed().slice(0, 1_000).toWellFormed(),
      system_prompt: given.system_prompt.toWellFormed(),
      visibility: given.hidden ? ('hidden' as const) : ('public' as const),
    }),
    model_config: toModelConfig(given.model_config, remarks),
  }
  if (Value.Check(DefinitionShape, definition)) return { definition, remarks }
  const path = Value.Errors(DefinitionShape, definition)[0]?.instancePath.slice(1) || 'definition'
  return { remarks: [{ code: 'AGENT_REFUSED', text: `its ${path} is none that an agent may have` }] }
}

/** The members of an old configuration that are known here and hold what they may hold; the others are told. */
function toModelConfig(text: string, remarks: LegacyRemark[]): AgentDefinition['model_config'] {
  if (text.trim() === '') return {}
  const config: Record<string, unknown> = {}
  try {
    const given: unknown = JSON.parse(text)
    if (typeof given !== 'object' || given === null || Array.isArray(given)) throw new SyntaxError()
    const schemas: Record<string, TSchema> = DefinitionShape.properties.model_config.properties
    for (const [name, value] of Object.entries(given)) {
      if (Object.hasOwn(schemas, name) && Value.Check(schemas[name]!, value)) config[name] = value
      else
        remarks.push({
          code: 'MODEL_SETTING_LEFT_OUT',
          text: `model_config.${name.slice(0, 50)} is not known here, or out of range`,
        })
    }
  } catch {
    remarks.push({ code: 'MODEL_SETTINGS_GARBLED', text: 'model_config is no JSON object: left out' })
  }
  return config
}

async function freeName(trx: Db, name: string): Promise<string> {
  for (let n = 2; n <= triesMax; n++) {
    const next = `${[...name].slice(0, 90).join('')} (${n})`
    if (!(await agentNamed(trx, next))) return next
  }
  throw new Error(`there are too many agents called ${name}`)
}
