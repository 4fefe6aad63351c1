import { month, notBlank, printable, storable, storableNotBlank, streamPath } from '@lingzhi/contracts/shapes'
import type { Texts } from '@lingzhi/contracts/texts'
import { sameText } from '@lingzhi/contracts/texts'

/** One fault as Ajv reports it. */
export interface Fault {
  keyword: string
  params: Record<string, unknown>
}

type Wording = (params: Record<string, unknown>) => Texts

const types: Record<string, Texts> = {
  string: { zh: '文本', en: 'text' },
  integer: { zh: '整数', en: 'a whole number' },
  number: { zh: '数字', en: 'a number' },
  boolean: { zh: 'true 或 false', en: 'true or false' },
  array: { zh: '列表', en: 'a list' },
  object: { zh: '对象', en: 'an object' },
  null: { zh: 'null', en: 'null' },
}

/** Values named in a refusal: more are not read. */
const namedMax = 12

/** Values of an enum or const, and types, as what would be right; undefined for other faults. */
export function expectedBy({ keyword, params }: Fault): Texts[] | undefined {
  if (keyword === 'type') {
    const names = [params.type].flat().flatMap((name) => String(name).split(','))
    return names.map((name) => types[name] ?? sameText(name))
  }
  if (keyword === 'const') return [sameText(String(params.allowedValue))]
  if (keyword === 'enum') return [params.allowedValues].flat().map((value) => sameText(String(value)))
  return undefined
}

/** What would have been right, one of several. */
export function tellExpected(expected: Texts[]): Texts {
  if (expected.length > namedMax) return { zh: '不是允许的值', en: 'is not an allowed value' }
  const zh = [...new Set(expected.map((one) => one.zh))]
  const en = [...new Set(expected.map((one) => one.en))]
  const listed = spaced(zh.join('、'))
  return { zh: `应为${zh.length === 1 ? listed : `${listed} 之一`}`, en: `expected ${en.join(' or ')}` }
}

/** Chinese text has a space before what is not Chinese. */
const spaced = (text: string) => (/^[!-~]/.test(text) ? ` ${text}` : text)

const formats: Record<string, Texts> = {
  date: { zh: '应为日期，例如 2026-03-01', en: 'expected a date such as 2026-03-01' },
  'date-time': {
    zh: '应为带时区的时间，例如 2026-03-01T08:00:00Z',
    en: 'expected an instant with its zone, such as 2026-03-01T08:00:00Z',
  },
  uuid: { zh: '应为 UUID 形式的标识', en: 'expected an id in the form of a UUID' },
  email: { zh: '应为邮箱地址', en: 'expected an e-mail address' },
  uri: { zh: '应为完整的网址', en: 'expected a whole URL' },
  ipv4: { zh: '应为 IPv4 地址', en: 'expected an IPv4 address' },
  ipv6: { zh: '应为 IPv6 地址', en: 'expected an IPv6 address' },
}
const otherForm: Texts = { zh: '形式不正确', en: 'does not have the expected form' }

const bound = (params: Record<string, unknown>): Texts => {
  const [zh, en] = bounds[String(params.comparison)] ?? bounds['>=']!
  return { zh: `${zh} ${params.limit}`, en: `${en} ${params.limit}` }
}
const bounds: Record<string, [string, string]> = {
  '>=': ['不能小于', 'is less than'],
  '<=': ['不能大于', 'is more than'],
  '>': ['必须大于', 'is not more than'],
  '<': ['必须小于', 'is not less than'],
}

const wordings: Record<string, Wording> = {
  required: () => ({ zh: '不能缺少', en: 'is required' }),
  minLength: ({ limit }) => ({
    zh: `不能少于 ${limit} 个字符`,
    en: `needs at least ${counted(limit, 'character')}`,
  }),
  maxLength: ({ limit }) => ({
    zh: `不能超过 ${limit} 个字符`,
    en: `has more than ${counted(limit, 'character')}`,
  }),
  minimum: bound,
  maximum: bound,
  exclusiveMinimum: bound,
  exclusiveMaximum: bound,
  multipleOf: ({ multipleOf }) => ({
    zh: `应为 ${multipleOf} 的倍数`,
    en: `expected a multiple of ${multipleOf}`,
  }),
  minItems: ({ limit }) => ({ zh: `不能少于 ${limit} 项`, en: `needs at least ${counted(limit, 'item')}` }),
  maxItems: ({ limit }) => ({ zh: `不能超过 ${limit} 项`, en: `has more than ${counted(limit, 'item')}` }),
  minProperties: ({ limit }) => ({
    zh: `不能少于 ${limit} 个成员`,
    en: `needs at least ${counted(limit, 'member')}`,
  }),
  maxProperties: ({ limit }) => ({
    zh: `不能超过 ${limit} 个成员`,
    en: `has more than ${counted(limit, 'member')}`,
  }),
  uniqueItems: () => ({ zh: '不能有重复项', en: 'has the same item twice' }),
  pattern: ({ pattern }) => patterns.get(pattern) ?? otherForm,
  format: ({ format }) => formats[String(format)] ?? otherForm,
  anyOf: () => otherForm,
  oneOf: () => otherForm,
  additionalProperties: () => ({ zh: '是未知的成员', en: 'is not known' }),
  propertyNames: () => ({ zh: '含有不允许的成员名', en: 'has a member of a name that is not allowed' }),
}

const counted = (limit: unknown, thing: string) => `${limit} ${thing}${limit === 1 ? '' : 's'}`

/** Patterns in words. */
const patterns = new Map<unknown, Texts>([
  [storable, { zh: '不能含有空字符（U+0000）', en: 'contains U+0000, which cannot be stored' }],
  [printable, { zh: '不能含有控制字符', en: 'contains control characters' }],
  [notBlank, { zh: '不能为空白', en: 'is blank' }],
  [month, { zh: '应为月份，例如 2026-03', en: 'expected a month such as 2026-03' }],
  [streamPath, { zh: '应为事件流的路径', en: 'expected the path of an event stream' }],
  [storableNotBlank, { zh: '不能为空白，也不能含有空字符', en: 'is blank, or contains U+0000' }],
])

/** What is wrong with one member of an input, in words of each language; never in those of the validator. */
export function faultTexts(fault: Fault): Texts {
  const expected = expectedBy(fault)
  if (expected) return tellExpected(expected)
  return wordings[fault.keyword]?.(fault.params) ?? { zh: '不符合要求', en: 'is not valid' }
}
