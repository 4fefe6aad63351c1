import type { TSchema } from 'typebox'

/** A text for people, in both languages of the product. */
export interface Words {
  zh: string
  en: string
}

/** What of a fault and its setting the words depend on. */
interface Broken {
  keyword: string
  params: object
}

interface Described {
  type?: string
  rule?: string | Words
  description?: string
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
}

/**
 * The rule that a value broke, as an operator would say it: the setting's option `rule` where a form is asked for, and never
 * what a validator says. Without one the setting's description has to do.
 */
export function ruleOf({ keyword, params }: Broken, setting: TSchema | undefined): Words {
  const schema = (setting ?? {}) as Described
  if ('allowedValues' in params) {
    const values = (params.allowedValues as unknown[]).join(', ')
    return { zh: `必须是以下之一：${values}`, en: `must be one of ${values}` }
  }
  if (keyword === 'minLength' && 'limit' in params)
    return { zh: `至少要有 ${params.limit} 个字符`, en: `must have at least ${params.limit} characters` }
  if (keyword === 'maxLength' && 'limit' in params)
    return { zh: `最多 ${params.limit} 个字符`, en: `must have at most ${params.limit} characters` }
  if (schema.type === 'boolean') return { zh: '必须是 true 或 false', en: 'must be true or false' }
  if (schema.type === 'integer') return numberRule(schema, { zh: '整数', en: 'a whole number' })
  if (schema.type === 'number') return numberRule(schema, { zh: '数字', en: 'a number' })
  return formOf(schema)
}

function numberRule({ minimum, maximum, exclusiveMinimum }: Described, kind: Words): Words {
  if (minimum !== undefined && maximum !== undefined)
    return {
      zh: `必须是 ${minimum} 到 ${maximum} 的${kind.zh}`,
      en: `must be ${kind.en} from ${minimum} to ${maximum}`,
    }
  if (minimum !== undefined)
    return { zh: `必须是不小于 ${minimum} 的${kind.zh}`, en: `must be ${kind.en}, ${minimum} or more` }
  if (exclusiveMinimum !== undefined)
    return {
      zh: `必须是大于 ${exclusiveMinimum} 的${kind.zh}`,
      en: `must be ${kind.en} greater than ${exclusiveMinimum}`,
    }
  return { zh: `必须是${kind.zh}`, en: `must be ${kind.en}` }
}

/** What a text must look like. */
function formOf({ rule, description }: Described): Words {
  if (typeof rule === 'object') return rule
  const words = description?.replace(/\.$/, '')
  const en = rule ?? `must be written as described${words ? ` (${words})` : ''}`
  return { zh: `写法不对（${rule ?? words ?? 'docs/settings.md'}）`, en }
}
