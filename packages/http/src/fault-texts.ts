import { notBlank, printable, storable, storableNotBlank } from '@lingzhi/contracts/shapes'
import type { Texts } from '@lingzhi/contracts/texts'

/** One fault as Ajv reports it. */
interface Fault {
  keyword: string
  message?: string
  params: Record<string, unknown>
}

type Wording = (params: Record<string, unknown>) => string

const chinese: Record<string, Wording> = {
  required: ({ missingProperty }) => `缺少 ${missingProperty}`,
  type: ({ type }) => `类型必须为 ${type}`,
  minLength: ({ limit }) => `不能少于 ${limit} 个字符`,
  maxLength: ({ limit }) => `不能超过 ${limit} 个字符`,
  minimum: ({ comparison, limit }) => `必须 ${comparison} ${limit}`,
  maximum: ({ comparison, limit }) => `必须 ${comparison} ${limit}`,
  exclusiveMinimum: ({ comparison, limit }) => `必须 ${comparison} ${limit}`,
  exclusiveMaximum: ({ comparison, limit }) => `必须 ${comparison} ${limit}`,
  multipleOf: ({ multipleOf }) => `必须是 ${multipleOf} 的倍数`,
  minItems: ({ limit }) => `不能少于 ${limit} 项`,
  maxItems: ({ limit }) => `不能超过 ${limit} 项`,
  minProperties: ({ limit }) => `不能少于 ${limit} 个成员`,
  maxProperties: ({ limit }) => `不能超过 ${limit} 个成员`,
  uniqueItems: () => '不能有重复项',
  pattern: ({ pattern }) => `必须匹配 ${pattern}`,
  format: ({ format }) => `必须符合 ${format} 格式`,
  enum: () => '不是允许的值',
  const: () => '不是允许的值',
  anyOf: () => '不符合任何一种允许的形式',
  oneOf: () => '必须恰好符合一种允许的形式',
  additionalProperties: () => '是未知的成员',
  propertyNames: () => '含有不允许的成员名',
}

/** The patterns that nearly every text has, in words. */
const patterns = new Map<unknown, Texts>([
  [storable, { zh: '不能含有空字符（U+0000）', en: 'must not contain U+0000' }],
  [printable, { zh: '不能含有控制字符', en: 'must not contain control characters' }],
  [notBlank, { zh: '不能为空白', en: 'must not be blank' }],
  [storableNotBlank, { zh: '不能为空白，也不能含有空字符', en: 'must not be blank or contain U+0000' }],
])

/** What is wrong with one member of an input, in each language; English as Ajv has it. */
export function faultTexts({ keyword, message, params }: Fault): Texts {
  const known = keyword === 'pattern' && patterns.get(params.pattern)
  if (known) return known
  const en = keyword === 'additionalProperties' ? 'is not known' : (message ?? 'is not valid')
  return { zh: chinese[keyword]?.(params) ?? '不符合要求', en }
}
