import type { Definition } from './agents.queries.ts'

export interface FieldChange {
  /** `name`, or `model_config.temperature`. */
  field: string
  before: string
  after: string
}

/** Which fields differ between two definitions; those of the model one by one. An absent value is an empty text. */
export function changesBetween(before: Definition, after: Definition): FieldChange[] {
  const [a, b] = [flat(before), flat(after)]
  const fields = [...new Set([...Object.keys(a), ...Object.keys(b)])]
  return fields.flatMap((field) =>
    (a[field] ?? '') === (b[field] ?? '') ? [] : { field, before: a[field] ?? '', after: b[field] ?? '' },
  )
}

function flat({ model_config, ...definition }: Definition): Record<string, string> {
  const settings = Object.entries(model_config).map(([name, value]) => [`model_config.${name}`, plain(value)])
  const fields = Object.entries(definition).map(([name, value]) => [name, plain(value)])
  return Object.fromEntries([...fields, ...settings])
}

const plain = (value: unknown): string =>
  typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value)
