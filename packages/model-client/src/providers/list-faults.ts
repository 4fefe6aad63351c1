/** One fault as the validator reports it. */
interface Broken {
  keyword: string
  instancePath: string
  params: object
}

interface Words {
  zh: string
  en: string
}

const kinds: Record<string, Words> = {
  string: { zh: '文本', en: 'a text' },
  integer: { zh: '整数', en: 'a whole number' },
  number: { zh: '数字', en: 'a number' },
  array: { zh: '列表，写在 [ ] 中', en: 'a list in [ ]' },
  object: { zh: '对象，写在 { } 中', en: 'an object in { }' },
}

const model = { zh: '必须是模型名，或者 {"name": "…"}', en: 'must be the name of a model, or {"name": "…"}' }

/**
 * What is wrong with a list of providers, by place and rule and never by value, in words of ours: a validator's own are
 * English, and name its schemas.
 */
export function listFaults(setting: string, broken: Broken[]): Words[] {
  const faults = broken.flatMap((fault) => {
    const words = wordsFor(fault, broken)
    const place = `${setting}${fault.instancePath.replaceAll('/', '.')}`
    return words ? [{ zh: `${place}：${words.zh}`, en: `${place}: ${words.en}` }] : []
  })
  return [...new Map(faults.map((one) => [one.en, one])).values()]
}

/** Undefined for what another fault says better. */
function wordsFor({ keyword, instancePath: path, params }: Broken, all: Broken[]): Words | undefined {
  const given = params as Record<string, unknown>
  if (/\/models\/\d+$/.test(path)) {
    // Both readings of an entry are refused; where its members are at fault, they say more.
    const members = all.some((one) => one.instancePath.startsWith(`${path}/`))
    return members && !all.some((one) => one.instancePath === path && one.keyword === 'required')
      ? undefined
      : model
  }
  if (keyword === 'additionalProperties') return undefined
  if (keyword === 'boolean') return { zh: '是未知的成员', en: 'is unknown' }
  if (keyword === 'required') {
    const names = [given.requiredProperties].flat().join(', ')
    return { zh: `缺少 ${names}`, en: `lacks ${names}` }
  }
  if (keyword === 'minItems') return { zh: '至少要有一项', en: 'needs at least one entry' }
  if (keyword === 'maxItems')
    return { zh: `最多 ${given.limit} 项`, en: `may have ${given.limit} entries at most` }
  if (keyword === 'minLength') return { zh: '不能为空', en: 'must not be empty' }
  if (keyword === 'minimum') return { zh: `不能小于 ${given.limit}`, en: `must be ${given.limit} or more` }
  if (keyword === 'enum') {
    const values = [given.allowedValues].flat().join(', ')
    return { zh: `必须是以下之一：${values}`, en: `must be one of ${values}` }
  }
  const kind = keyword === 'type' ? kinds[String(given.type)] : undefined
  if (kind) return { zh: `必须是${kind.zh}`, en: `must be ${kind.en}` }
  return {
    zh: '写法不对：name 只能有字母、数字和 . _ -，base_url 是 http 或 https 地址',
    en: 'is not written as it must be: a name has letters, digits and . _ -, a base_url is an http or https address',
  }
}
