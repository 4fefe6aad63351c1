import { instant } from '@lingzhi/contracts/ids'
import { Nullable, notBlank, storableNotBlank, withoutNul } from '@lingzhi/contracts/shapes'
import { ModelConfig } from '@lingzhi/model-client/requests/model-config'
import type { Static } from 'typebox'
import { Type } from 'typebox'

/** At least one visible character must be left once U+0000, which PostgreSQL cannot store, is removed. */
const Name = Type.String({ minLength: 1, maxLength: 100, pattern: notBlank })
const Prompt = Type.String({ maxLength: 50_000 })

export const DefinitionShape = Type.Object(
  {
    name: Name,
    description: Type.String({ maxLength: 1_000 }),
    system_prompt: Prompt,
    model_config: ModelConfig,
    context_messages: Nullable(Type.Integer({ minimum: 1, maximum: 200 }), {
      description: 'How many messages its model is shown; null: the deployment’s setting.',
    }),
    shared_cache: Type.Boolean({
      description: 'Whether users who send the same question may get the same cached answer.',
    }),
    allowed_tools: Type.Optional(
      Nullable(
        Type.Array(Type.String({ minLength: 1, maxLength: 100, pattern: storableNotBlank }), {
          maxItems: 100,
        }),
        { description: 'Which tools its models may use, by name; null: all that there are, []: none.' },
      ),
    ),
    visibility: Type.Enum(['public', 'hidden'], { description: 'hidden: not listed, but usable by its id.' }),
    sort_order: Type.Integer({ minimum: -1_000_000, maximum: 1_000_000 }),
  },
  { title: 'AgentDefinition' },
)

/** What an administrator sets for an agent; each version stores all of it. */
export type AgentDefinition = Static<typeof DefinitionShape>

/** Only the members to change; the others keep their values. */
export const DefinitionChange = Type.Partial(DefinitionShape, { title: 'AgentChange' })

/** A new agent needs its name and prompt; the rest has defaults. */
export const NewDefinition = Type.Object(
  {
    ...DefinitionChange.properties,
    name: Name,
    system_prompt: Prompt,
  },
  { title: 'NewAgent' },
)

export const AdminAgent = Type.Object(
  {
    id: Type.Integer(),
    ...DefinitionShape.properties,
    version: Type.Integer(),
    created_at: instant,
    updated_at: instant,
  },
  { title: 'AdminAgent' },
)

export const defaults: Omit<AgentDefinition, 'name' | 'system_prompt'> = {
  description: '',
  model_config: {},
  context_messages: null,
  shared_cache: false,
  allowed_tools: null,
  visibility: 'public',
  sort_order: 0,
}

export const definitionOf = (agent: AgentDefinition): AgentDefinition => ({
  name: agent.name,
  description: agent.description,
  system_prompt: agent.system_prompt,
  model_config: agent.model_config,
  context_messages: agent.context_messages,
  shared_cache: agent.shared_cache,
  // Versions from before there were tools lack it.
  allowed_tools: agent.allowed_tools ?? null,
  visibility: agent.visibility,
  sort_order: agent.sort_order,
})

interface AdminAgentRow extends AgentDefinition {
  id: number
  version: number
  created_at: Date
  updated_at: Date
}

/** An agent as its administrators see it, prompt and all. */
export const toAdminAgent = (agent: AdminAgentRow) => ({
  id: agent.id,
  ...definitionOf(agent),
  version: agent.version,
  created_at: agent.created_at.toISOString(),
  updated_at: agent.updated_at.toISOString(),
})

/** The members of a body that belong to a definition, without U+0000, which PostgreSQL cannot store. */
export function cleanDefinition<T extends Partial<AgentDefinition>>(body: T): T {
  const known = Object.entries(body).filter(([name]) => Object.hasOwn(DefinitionShape.properties, name))
  return Object.fromEntries(
    known.map(([name, value]) => [name, typeof value === 'string' ? withoutNul(value) : value]),
  ) as T
}
