import type { TooLong } from '../model-events.ts'
import type { Change } from './change.ts'

/** Room for an answer below which it is the messages that are too long. */
const answerTokensMin = 64
const names = ['max_tokens', 'max_completion_tokens']

const digits = '[`\'"]?(\\d[\\d,_]*)'
/** Sentences that tell the window and what the messages take of it. */
const rests: [RegExp, window: number, messages: number][] = [
  [
    new RegExp(
      `context (?:length|window)[^\\d]{0,20}${digits} tokens.*?\\(${digits} (?:in|from) (?:the |your )?(?:messages|prompt|input)`,
      'is',
    ),
    1,
    2,
  ],
  [
    new RegExp(
      `context (?:length|window)[^\\d]{0,20}${digits} tokens and your request has ${digits} input`,
      'is',
    ),
    1,
    2,
  ],
  [
    new RegExp(
      `maximum context length is ${digits} tokens.*?(?:prompt|messages|input)[^.\\d]{0,30}${digits} (?:input )?tokens.*?completion`,
      'is',
    ),
    1,
    2,
  ],
  [new RegExp(`context limit: ${digits} \\+ ${digits} > ${digits}`, 'i'), 3, 1],
  [new RegExp(`must be <= ${digits}\\. Given: ${digits} \`?inputs`, 'i'), 1, 2],
]
/** Sentences that tell the largest value, beside the name of the parameter. */
const bounds = [
  new RegExp(
    `(?:max(?:imum)?[ _](?:completion[ _]|output[ _])?tokens|max_new_tokens)[^[]{0,60}[[(]\\s*\\d+\\s*[,，~-]\\s*${digits}\\s*[\\])]`,
    'i',
  ),
  new RegExp(`> ${digits}, which is the maximum`, 'i'),
  new RegExp(
    `(?:at most|up to|no more than|not (?:be )?(?:greater|more|larger) than|not exceed|cannot exceed|less than or equal to|<=|≤|maximum (?:value|allowed|is|of)(?: is| of| for \\w+ is)?|不(?:能|得|可)?(?:超过|大于)|小于等于|最大(?:值)?(?:为|是)?)\\s*:?\\s*${digits}`,
    'i',
  ),
  new RegExp(`can only afford ${digits}`, 'i'),
]
/** Sentences that tell the smallest value that is too large. */
const ends = [
  new RegExp(`(?:less|smaller|lower) than ${digits}`, 'i'),
  new RegExp(`to ${digits} \\(exclusive\\)`, 'i'),
]
const toNumber = (text: string | undefined) => Number((text ?? '').replace(/[,_]/g, ''))

/** The bound of an answer that still fits, by what the provider says of it; undefined when it says no number. */
export function lowerMaxTokens(body: Record<string, unknown>, words: string): Change | undefined {
  const name = names.find((each) => typeof body[each] === 'number')
  if (name === undefined) return undefined
  const sent = Number(body[name])
  const rest = restOf(words) ?? restOfSum(words, sent)
  if (rest) {
    const { window, messages } = rest
    const left = window - messages
    if (left < Math.min(answerTokensMin, window / 8) || left >= sent) return undefined
    // Half the window at most, so that the conversation may grow and the bound still fit.
    const half = Math.floor(window / 2)
    const most = Math.min(left, half)
    return { name, most, mostLater: Math.max(most, Math.floor(window / 4)) }
  }
  if (!/max(imum)?[ _-]?(completion|output|new)?[ _-]?tokens|output tokens|completion tokens/i.test(words))
    return undefined
  const most = [
    ...bounds.map((form) => toNumber(form.exec(words)?.[1])),
    ...ends.map((form) => toNumber(form.exec(words)?.[1]) - 1),
  ].find((bound) => bound >= 1 && bound < sent)
  return most === undefined ? undefined : { name, most }
}

function restOf(words: string) {
  for (const [form, window, messages] of rests) {
    const told = form.exec(words)
    if (told) return { window: toNumber(told[window]), messages: toNumber(told[messages]) }
  }
  return undefined
}

/**
 * The same of any sentence that sets the sum of the messages and the bound that was sent against the window: it says that
 * it is a sum, or what the messages take of it.
 */
function restOfSum(words: string, sent: number) {
  if (!/context|token limit|model limit|max_seq_len|model length/i.test(words)) return undefined
  if (!/completion|output|max_\w*tokens|generat/i.test(words)) return undefined
  const numbers = [...words.matchAll(/(?<![\w.-])\d[\d,_]*/g)].map(([number]) => toNumber(number))
  for (const sum of numbers) {
    const messages = sum - sent
    const window = Math.max(...numbers.filter((each) => each < sum))
    if (messages <= 0 || messages >= window) continue
    if (numbers.includes(messages) || /\b(sum|total)\b|max_total_tokens/i.test(words))
      return { window, messages }
  }
  return undefined
}

/** The limit and the count, in tokens, that a provider tells when a request does not fit its model. */
export function tooLongHint(words: string, text: string): TooLong {
  const find = (forms: RegExp[]) =>
    forms.map((form) => toNumber(form.exec(words)?.[1])).find((each) => each > 0)
  const member = (key: string) => toNumber(new RegExp(`"${key}"\\s*:\\s*(\\d+)`).exec(text)?.[1]) || undefined
  const limit =
    member('n_ctx') ??
    find([
      new RegExp(
        `(?:maximum (?:context|prompt|model) length|context (?:length|window|size|limit)|max_seq_len|tokens allowed|token limit)[^\\d.]{0,30}${digits}`,
        'i',
      ),
      new RegExp(`> ${digits} maximum`, 'i'),
      new RegExp(`\\[\\s*\\d+\\s*,\\s*${digits}\\s*\\]`),
      new RegExp(`>= n_ctx \\(${digits}`, 'i'),
    ])
  const count =
    member('n_prompt_tokens') ??
    find([
      new RegExp(
        `(?:requested|contains|resulted in|has|given|count|length of|n_keep|first)[^\\d.]{0,16}${digits}`,
        'i',
      ),
      new RegExp(`too long: ${digits}`, 'i'),
      new RegExp(`length ${digits}`, 'i'),
    ])
  return { ...(limit !== undefined && { limit }), ...(count !== undefined && count !== limit && { count }) }
}
