import type { Definition } from './agents.queries.ts'

/**
 * What is written in the editor and not saved: the fields, and the version they were written over. The model's settings
 * are kept as they were typed, number or not, so that nothing typed is lost.
 */
export interface Draft {
  /** The version that was edited; 0 of an agent that is not made yet. */
  version: number
  form: Form
}

/** The definition as the fields of a form show it: every value is text. */
export interface Form {
  name: string
  description: string
  system_prompt: string
  context_messages: string
  shared_cache: boolean
  visibility: Definition['visibility']
  sort_order: string
  /** The whole model_config as JSON: the fields of the model are a view of it. */
  model: string
}

export const toForm = (definition: Definition): Form => ({
  name: definition.name,
  description: definition.description,
  system_prompt: definition.system_prompt,
  context_messages: definition.context_messages === null ? '' : String(definition.context_messages),
  shared_cache: definition.shared_cache,
  visibility: definition.visibility,
  sort_order: String(definition.sort_order),
  model: JSON.stringify(definition.model_config, null, 2),
})

export const newForm: Form = {
  name: '',
  description: '',
  system_prompt: '',
  context_messages: '',
  shared_cache: false,
  visibility: 'public',
  sort_order: '0',
  model: '{}',
}

/**
 * The definition to send. What is no number is sent as it was typed, so that the server names the fault at its field;
 * undefined when the model's settings are no JSON object, which no field could send.
 */
export function toDefinition(form: Form): Definition | undefined {
  const model_config = parseObject(form.model)
  if (!model_config) return undefined
  return {
    name: form.name,
    description: form.description,
    system_prompt: form.system_prompt,
    context_messages: form.context_messages.trim() === '' ? null : toNumber(form.context_messages),
    shared_cache: form.shared_cache,
    visibility: form.visibility,
    sort_order: form.sort_order.trim() === '' ? 0 : toNumber(form.sort_order),
    model_config,
  }
}

const toNumber = (text: string) => (Number.isFinite(Number(text)) ? Number(text) : (text as never))

export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

/** The same settings with one changed; an undefined value leaves it to the deployment. The order of the others stays. */
export function withSetting(model: string, name: string, value: unknown): string {
  const { [name]: before, ...others } = parseObject(model) ?? {}
  if (value === undefined) return JSON.stringify(others, null, 2)
  const settings =
    before === undefined ? { ...others, [name]: value } : { ...parseObject(model), [name]: value }
  return JSON.stringify(settings, null, 2)
}

export const isSame = (a: Form, b: Form): boolean =>
  (Object.keys(a) as (keyof Form)[]).every((name) =>
    name === 'model' ? sameSettings(a.model, b.model) : a[name] === b[name],
  )

/** Two texts of the same settings are no difference, however they are indented. */
function sameSettings(a: string, b: string): boolean {
  const [one, other] = [parseObject(a), parseObject(b)]
  return one && other ? JSON.stringify(one) === JSON.stringify(other) : a === b
}

const keyOf = (agent: number | 'new') => `lz.draft.agent.${agent}`

export function readDraft(agent: number | 'new', storage: Storage = localStorage): Draft | undefined {
  const kept = parseObject(storage.getItem(keyOf(agent)) ?? '')
  if (!kept || typeof kept.version !== 'number') return undefined
  // Fields that a later version of this page added have their defaults.
  return { version: kept.version, form: { ...newForm, ...(kept.form as Partial<Form>) } }
}

/** A full storage loses the draft, not the page. */
export function keepDraft(agent: number | 'new', draft: Draft | undefined, storage: Storage = localStorage) {
  try {
    if (draft) storage.setItem(keyOf(agent), JSON.stringify(draft))
    else storage.removeItem(keyOf(agent))
  } catch {}
}
