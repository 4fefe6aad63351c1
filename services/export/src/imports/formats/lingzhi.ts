import { toInstant } from '@lingzhi/runtime/instants'
import type { FoundHead, FoundMessage } from '../found.ts'
import { cleanText } from '../reading/clean.ts'
import type { Place, Reason } from '../reading/fault.ts'
import { ImportFault } from '../reading/fault.ts'
import type { Members } from './members.ts'
import { isObject, usageOf } from './members.ts'

/** The versions of the format that can be read: every one that was ever written (FORMAT.md). */
const versions = [1]

/** Raises ImportFault for a version from the future, or a file of something else. */
export function checkVersion({ format, format_version: version }: Members, place: Place): void {
  if (format === 'lingzhi.conversations' && versions.includes(version as number)) return
  throw new ImportFault(
    'UNKNOWN_VERSION',
    {
      zh: '文件的格式版本无法识别，请更新后再导入',
      en: 'The format version of the file is not known here. Update this deployment first.',
    },
    place,
  )
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const isUuid = (value: unknown): value is string => typeof value === 'string' && uuid.test(value)

/** Names what a member must be. */
const wrong = (member: string, place: Place): ImportFault =>
  new ImportFault(
    'WRONG_MEMBER',
    { zh: `“${member}” 缺失或不符合格式`, en: `\`${member}\` is missing or not what it should be.` },
    place,
  )

/** A conversation's own members. Raises ImportFault for one that cannot be told apart, with all else it is a reason. */
export function headOf(value: Members, place: Place): { head: FoundHead; reason?: Reason } {
  const { id, title, agent_id, agent_name, created_at, last_active, pinned, archived } = value
  if (!isUuid(id)) throw wrong('id', place)
  if (typeof title !== 'string') throw wrong('title', place)
  const created = toInstant(created_at)
  const active = toInstant(last_active ?? created_at)
  const head = {
    key: id.toLowerCase(),
    title: cleanText(title),
    agent_id: Number.isInteger(agent_id) ? (agent_id as number) : null,
    agent_name: shortText(agent_name),
    created_at: created ?? '1970-01-01T00:00:00.000Z',
    last_active: active ?? '1970-01-01T00:00:00.000Z',
    pinned: pinned === true,
    archived: archived === true,
  }
  return created && active
    ? { head }
    : { head, reason: badDate(created ? 'last_active' : 'created_at', place) }
}

/** Names of agents and models, and codes: longer than any here, however many marks its characters are made of. */
export const shortTextMax = 2_000
/** Of an opinion. */
export const commentMax = 40_000

const shortText = (value: unknown) => textOrNull(value, shortTextMax)
const textOrNull = (value: unknown, max: number) =>
  typeof value === 'string' ? cleanText(value.slice(0, max)) : null

export const badDate = (member: string, place: Place): Reason => ({
  code: 'BAD_DATE',
  texts: {
    zh: `“${member}” 不是有效的时间，或超出了范围（1970 至 2099 年）`,
    en: `\`${member}\` is no date, or out of range (1970 to 2099).`,
  },
  place,
})

/** A message. Raises ImportFault for a line that is none; what only makes its conversation unusable is a reason. */
export function messageOf(value: Members, place: Place): { message: FoundMessage; reason?: Reason } {
  const { id, parent_id, role, content, created_at, status, active, reasoning } = value
  if (!isUuid(id)) throw wrong('id', place)
  if (parent_id !== null && !isUuid(parent_id)) throw wrong('parent_id', place)
  if (role !== 'user' && role !== 'assistant') throw wrong('role', place)
  if (typeof content !== 'string') throw wrong('content', place)
  if (status !== 'complete' && status !== 'stopped') throw wrong('status', place)
  const at = toInstant(created_at)
  const feedback = role === 'assistant' ? feedbackOf(value, place) : undefined
  const message: FoundMessage = {
    key: id.toLowerCase(),
    parent: parent_id === null ? null : parent_id.toLowerCase(),
    role,
    status,
    content: cleanText(content),
    created_at: at ?? '1970-01-01T00:00:00.000Z',
    active: active === true,
    ...(typeof reasoning === 'string' && reasoning !== '' && { reasoning: cleanText(reasoning) }),
    ...(role === 'assistant' && 'agent_id' in value && { answer: answerOf(value) }),
    ...(feedback && { feedback }),
    place,
  }
  return at ? { message } : { message, reason: badDate('created_at', place) }
}

function answerOf({ agent_id, agent_name, model, finish_reason, usage }: Members) {
  return {
    agent_id: Number.isInteger(agent_id) ? (agent_id as number) : null,
    agent_name: shortText(agent_name),
    model: shortText(model),
    finish_reason: shortText(finish_reason),
    usage: usageOf(usage),
  }
}

/** A user has one opinion of an answer: the first, which is the owner's. */
function feedbackOf({ feedback }: Members, place: Place): FoundMessage['feedback'] {
  const given: unknown = Array.isArray(feedback) ? feedback[0] : undefined
  if (given === undefined) return undefined
  if (!isObject(given)) throw wrong('feedback', place)
  const { type, comment, created_at } = given
  const at = toInstant(created_at)
  if ((type !== 'like' && type !== 'dislike' && type !== 'correct') || !at) throw wrong('feedback', place)
  return { type, comment: textOrNull(comment, commentMax), created_at: at }
}
