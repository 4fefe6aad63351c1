import type { TObject } from 'typebox'

/** A setting as its schema describes it; the source of docs/settings.md, .env.example and `npm start -- --help`. */
export type Setting = {
  name: string
  meaning: string
  type: string
  required: boolean
  default?: string | number | boolean
  bounds: string
  secret: boolean
  formerName?: string
}

type Keywords = {
  type?: string
  enum?: string[]
  description?: string
  default?: string | number | boolean
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  minLength?: number
  maxLength?: number
  pattern?: string
  secret?: boolean
  formerName?: string
}

/** Every setting of a schema, in its order. */
export function describeSettings(schema: TObject): Setting[] {
  const required = new Set(schema.required)
  return Object.entries(schema.properties).map(([name, property]) => {
    const keywords = property as Keywords
    return {
      name,
      meaning: keywords.description ?? '',
      type: keywords.enum ? keywords.enum.join(', ') : (keywords.type ?? 'string'),
      required: required.has(name) && keywords.default === undefined,
      default: keywords.default,
      bounds: boundsOf(keywords),
      secret: keywords.secret ?? false,
      formerName: keywords.formerName,
    }
  })
}

function boundsOf(keywords: Keywords): string {
  const { minimum, maximum, exclusiveMinimum, minLength, maxLength, pattern } = keywords
  const characters = range(minLength, maxLength)
  return [
    range(minimum, maximum),
    exclusiveMinimum === undefined ? '' : `above ${exclusiveMinimum}`,
    characters && `${characters} characters`,
    pattern && `\`${pattern}\``,
  ]
    .filter(Boolean)
    .join(', ')
}

function range(least: number | undefined, most: number | undefined): string {
  if (least === undefined) return most === undefined ? '' : `at most ${most}`
  return most === undefined ? `at least ${least}` : `${least} to ${most}`
}
