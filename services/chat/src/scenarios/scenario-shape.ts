import { instant, Uuid } from '@lingzhi/contracts/ids'
import { Nullable, storable, storableNotBlank } from '@lingzhi/contracts/shapes'
import type { Static } from 'typebox'
import { Type } from 'typebox'

const Word = Type.String({ minLength: 1, maxLength: 100, pattern: storableNotBlank })
const Words = Type.Array(Word, { maxItems: 50 })

const ScenarioMeta = Type.Object(
  {
    tags: Words,
    capabilities: Words,
    keywords: Type.Array(Word, {
      maxItems: 50,
      description: 'Words of a question that speak for this scenario.',
    }),
    negative_keywords: Type.Array(Word, { maxItems: 50, description: 'Words that speak against it.' }),
    examples: Type.Array(Type.String({ minLength: 1, maxLength: 500, pattern: storable }), {
      maxItems: 20,
      description: 'Questions it is meant for.',
    }),
  },
  { title: 'ScenarioMeta' },
)

export const ScenarioDefinition = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100, pattern: storableNotBlank }),
    description: Type.String({ maxLength: 1_000, pattern: storable }),
    category: Type.String({ maxLength: 50, pattern: storable }),
    meta: ScenarioMeta,
    system_prompt: Type.String({
      maxLength: 20_000,
      pattern: storable,
      description:
        'What a model is told besides the agent’s instructions; of it at most 2,000 tokens are sent.',
    }),
    allowed_tools: Nullable(Type.Array(Word, { maxItems: 100 }), {
      description: 'Which tools may be used; null: those that the agent allows.',
    }),
    recommended_model: Nullable(Type.String({ minLength: 1, maxLength: 200, pattern: storable }), {
      description: 'The model it was written for. It is shown and changes nothing.',
    }),
    skills: Type.Array(Uuid, { maxItems: 20, description: 'Skills that come with it, by their ids.' }),
    is_public: Type.Boolean({
      description:
        'Whether others see it and may choose it. Only those that an administrator published are chosen for people who did not ask for them.',
    }),
    is_default: Type.Boolean({
      description: 'Taken where nothing else fits; one always is. Administrators only.',
    }),
    status: Type.Enum(['active', 'inactive'], { description: 'inactive: in nobody’s choice.' }),
  },
  { title: 'ScenarioDefinition' },
)
export type ScenarioDefinition = Static<typeof ScenarioDefinition>

const { meta: _, ...plain } = ScenarioDefinition.properties
const change = { ...plain, meta: Type.Partial(ScenarioMeta, { title: 'ScenarioMetaChange' }) }

/** Only the members to change; the others keep their values. */
export const ScenarioChange = Type.Partial(Type.Object(change), { title: 'ScenarioChange' })

export const NewScenario = Type.Object(
  { ...ScenarioChange.properties, name: ScenarioDefinition.properties.name },
  { title: 'NewScenario' },
)

export const Scenario = Type.Object(
  {
    id: Uuid,
    ...ScenarioDefinition.properties,
    is_official: Type.Boolean({ description: 'Published by an administrator.' }),
    created_by: Nullable(Uuid, { description: 'Null: it came with the deployment.' }),
    version: Type.Integer({ description: 'Counts its changes, from 1.' }),
    created_at: instant,
    updated_at: instant,
  },
  { title: 'Scenario' },
)

export const scenarioDefaults: Omit<ScenarioDefinition, 'name'> = {
  description: '',
  category: 'general',
  meta: { tags: [], capabilities: [], keywords: [], negative_keywords: [], examples: [] },
  system_prompt: '',
  allowed_tools: null,
  recommended_model: null,
  skills: [],
  is_public: false,
  is_default: false,
  status: 'active',
}

/** The definition with a change, of which members that are none are left out. */
export function changed(
  definition: ScenarioDefinition,
  { meta, ...change }: Static<typeof ScenarioChange>,
): ScenarioDefinition {
  const known = Object.entries(change).filter(
    ([name, value]) => value !== undefined && Object.hasOwn(ScenarioDefinition.properties, name),
  )
  const wanted = Object.entries(meta ?? {}).filter(([name]) => Object.hasOwn(ScenarioMeta.properties, name))
  return {
    ...definition,
    ...Object.fromEntries(known),
    meta: { ...definition.meta, ...Object.fromEntries(wanted) },
  }
}
