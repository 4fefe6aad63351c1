import type { Kind } from '../failures/kinds.ts'
import type { ProviderRefusal } from '../failures/read-refusal.ts'
import type { RequestBody } from '../provider-api.ts'
import type { Change } from './change.ts'
import { lowerMaxTokens } from './max-tokens.ts'
import { systemRole } from './system-role.ts'

/** Never left out: without them it would be another request. A refusal of these is told. */
const essential = new Set(['model', 'messages', 'stream', 'tools', 'tool_choice', 'response_format'])
/** Said by the templates of models that know the user and the assistant only. */
const noSystemRole =
  /(system|developer) (role|message|prompt|instruction)s?[^.]{0,30}(not|n't) (be )?(support|enabled|allowed)|(not|n't) support[^.]{0,20}[`'"]?system\b|(invalid|unknown|unsupported|unexpected)( message)? role:? [`'"]?(system|developer)\b/i
const switches = [
  'thinking',
  'enable_thinking',
  'thinking_budget',
  'reasoning_effort',
  'reasoning',
  'chat_template_kwargs',
]
/** Names that are common words: they count only where they are quoted, or stand before a colon or with a path. */
const wordsToo = new Set(['user', 'stop', 'seed', 'reasoning', 'n'])

/**
 * The change that a refusal asks for by its param or in its sentence, in whatever words: one parameter at a time.
 * Undefined when it names no optional parameter of this body.
 */
export function findChange(body: RequestBody, refusal: ProviderRefusal, kind: Kind): Change | undefined {
  if (!mayName(kind, refusal)) return undefined
  const members = body as unknown as Record<string, unknown>
  const words = toSnakeCase(refusal.words)
  const lowered = lowerMaxTokens(members, refusal.words)
  if (lowered) return lowered
  if (kind === 'tooLong' || kind === 'credit') return undefined

  if (noSystemRole.test(refusal.words) && body.messages[0]?.role === 'system') return { name: systemRole }
  const param =
    toSnakeCase(refusal.param ?? '')
      .replace(/^body\./, '')
      .split(/[.[]/)[0] ?? ''
  if (param === 'messages' || (param === '' && /\bmessages?(\[\d|\.\d)/.test(words))) return undefined
  const optional = Object.keys(members).filter((name) => !essential.has(name))
  const mentioned = optional
    .map((name) => ({
      name,
      at: switches.includes(name) ? placeOfSwitch(name, words) : placeOf(name, words),
    }))
    .filter(({ at }) => at >= 0)
    .sort((one, other) => one.at - other.at)
    .map(({ name }) => name)
  // Room for thoughts that the answer's bound leaves none for.
  const thoughts = switches.find((each) => mentioned.includes(each))
  if (thoughts !== undefined && /budget/.test(words) && mentioned[0] === 'max_tokens')
    return { name: thoughts }
  if (mentioned.includes('temperature') && mentioned.includes('top_p')) return { name: 'top_p' }
  const name = optional.includes(param) ? param : mentioned[0]
  if (name !== undefined) return renamed(name, words) ?? { name }
  if (['tools', 'tool_choice', 'response_format'].some((each) => param === each || placeOf(each, words) >= 0))
    return undefined
  const penalty = optional.find((each) => each.endsWith('_penalty'))
  if (penalty !== undefined && /\bpenalt(y|ies)\b/i.test(words)) return { name: penalty }
  // No member is named, but what it does is: "Thinking can't be disabled for this model".
  if (/\b(thinking|reasoning)\b|思考|推理|[`'"](enabled|disabled)[`'"]/i.test(refusal.words)) {
    const switched = switches.find((each) => optional.includes(each))
    return switched === undefined ? undefined : { name: switched }
  }
  return undefined
}

/** Relays pass a refusal on as a fault of the server; an account that is nearly empty may still pay a shorter answer. */
function mayName(kind: Kind, { param, words }: ProviderRefusal): boolean {
  if (kind === 'request' || kind === 'model' || kind === 'tooLong') return true
  if (kind === 'credit') return /can only afford/i.test(words)
  return (
    kind === 'down' &&
    (param !== undefined ||
      /\b(unsupported|unknown|unrecognized|unexpected|invalid|not support\w*)\b|max_tokens/i.test(words))
  )
}

/** OpenAI's newer models take the bound of an answer under another name only, and other servers only under the old one. */
function renamed(name: string, words: string): Change | undefined {
  if (
    name === 'max_tokens' &&
    !/max_tokens[^.]{0,20}(must|should|range|at least|too|exceed|above|cannot|can't|over)/.test(words)
  )
    return { name, as: 'max_completion_tokens' }
  if (name === 'max_completion_tokens' && /\bmax_tokens\b/.test(words)) return { name, as: 'max_tokens' }
  return undefined
}

function placeOf(name: string, words: string): number {
  const quoted = `[\`'"“‘「]${name}(?:[.\\[][\\w.\\]]*)?[\`'"”’」]|\\b${name}(?::|\\.\\w)`
  if (wordsToo.has(name)) {
    const after = `parameters?:? ${name}\\b|(?:parameter|argument|field)s?\\b[^.:]{0,40}: ${name}\\b|(?:^|[.;] )${name} (?:is|must|cannot|not)\\b`
    return words.search(new RegExp(`${quoted}|${after}`, 'i'))
  }
  return words.search(new RegExp(`(?<![\\w])${name}(?![\\w])`, 'i'))
}

/** A relay names the switch that its provider has, which is another than the one it was sent. */
function placeOfSwitch(name: string, words: string): number {
  const others = words.search(
    /\b(budget_tokens|enable_thinking|reasoning_effort|thinking_(?:budget|mode|level|config|type))\b/i,
  )
  const own = placeOf(name, words)
  return own < 0 || others < 0 ? Math.max(own, others) : Math.min(own, others)
}

/** Names in camel case, or in words as in "presence penalty", as the request has them. */
const toSnakeCase = (text: string) =>
  text
    .replace(/\b[a-z]+(?:[A-Z][a-z]*)+\b/g, (name) =>
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    )
    .replace(
      /\b(top|max|presence|frequency|stream|parallel|enable|reasoning) (p|tokens|penalty|options|tool calls|thinking|effort)\b/gi,
      (name) => name.toLowerCase().replaceAll(' ', '_'),
    )
