import type { NewScenario, Scenario } from './scenarios.queries.ts'

/** A scenario as its form holds it: lists as text, one entry a line. */
export interface ScenarioDraft {
  name: string
  description: string
  category: string
  system_prompt: string
  keywords: string
  negative_keywords: string
  examples: string
  skills: string[]
  /** Null: whatever the agent allows. */
  allowed_tools: string[] | null
  is_public: boolean
  is_default: boolean
  active: boolean
}

/** What a new one begins with. */
const begun: ScenarioDraft = {
  ...{ name: '', description: '', category: 'general', system_prompt: '' },
  ...{ keywords: '', negative_keywords: '', examples: '', skills: [], allowed_tools: null },
  ...{ is_public: false, is_default: false, active: true },
}

export function draftOf(scenario: Scenario | undefined): ScenarioDraft {
  if (!scenario) return begun
  const { name, description, category, system_prompt, meta, is_public, is_default, status } = scenario
  const { skills, allowed_tools } = scenario
  return {
    ...{ name, description, category, system_prompt, skills, allowed_tools, is_public, is_default },
    keywords: meta.keywords.join('\n'),
    negative_keywords: meta.negative_keywords.join('\n'),
    examples: meta.examples.join('\n'),
    active: status === 'active',
  }
}

/** What the API is told. Only administrators may name a default, so others do not. */
export function definitionOf(draft: ScenarioDraft, isAdmin: boolean): NewScenario {
  const { name, description, category, system_prompt, skills, allowed_tools } = draft
  const { is_public, is_default, active } = draft
  return {
    ...{ name: name.trim(), description, category: category.trim() || 'general', system_prompt },
    ...{ skills, allowed_tools, is_public },
    ...(isAdmin && { is_default }),
    status: active ? 'active' : 'inactive',
    meta: {
      keywords: words(draft.keywords),
      negative_keywords: words(draft.negative_keywords),
      examples: lines(draft.examples),
    },
  }
}

/** Words are separated as people do it: by lines, and by commas of both scripts. */
const words = (text: string) => unique(text.split(/[\n,，、]/))
/** Questions may have commas. */
const lines = (text: string) => unique(text.split('\n'))

const unique = (parts: string[]) => [...new Set(parts.map((part) => part.trim()).filter(Boolean))]
