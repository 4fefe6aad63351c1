import type { Found, FoundMessage } from './found.ts'
import type { Place, Reason } from './reading/fault.ts'

/** A conversation of people is thousands; each of these is held, by its key, while its conversation is checked. */
const messagesMax = 200_000
/** A reader is shown all other answers to a question. */
const branchesMax = 1_000
/** A message and what was thought before it, in characters. */
const messageMaxChars = 8 * 1024 ** 2

const reason = (code: string, zh: string, en: string, place: Place): Reason => ({
  code,
  texts: { zh, en },
  place,
})

/** Finds what in a conversation, handed over piece by piece, cannot be stored or would be a burden to whoever reads it. */
export interface Checker {
  /** The first reason found, of this piece or one before. */
  check: (found: Found) => Reason | undefined
}

export function createChecker(): Checker {
  let seen = new Set<string>()
  /** By key, how many messages follow it. */
  let branches = new Map<string | null, number>()
  let fault: Reason | undefined

  const checkMessage = ({
    key,
    parent,
    content,
    reasoning = '',
    place,
  }: FoundMessage): Reason | undefined => {
    if (seen.has(key))
      return reason(
        'SAME_ID_TWICE',
        '同一对话中有两条消息的编号相同',
        'Two messages of a conversation have one id.',
        place,
      )
    if (branches.has(key) || parent === key)
      return reason(
        'NOT_A_TREE',
        '消息之间的先后关系不成立：一条消息排在它所回复的消息之前，或形成了循环',
        'The messages form no tree: one comes before the one it follows, or they follow each other in a circle.',
        place,
      )
    if (seen.size >= messagesMax)
      return reason(
        'TOO_MANY_MESSAGES',
        `一个对话的消息过多，最多 ${messagesMax} 条`,
        `A conversation has too many messages: at most ${messagesMax}.`,
        place,
      )
    if (content.length + reasoning.length > messageMaxChars)
      return reason('MESSAGE_TOO_LONG', '消息过长', 'A message is too long.', place)
    const siblings = (branches.get(parent) ?? 0) + 1
    if (siblings > branchesMax)
      return reason(
        'TOO_MANY_BRANCHES',
        `同一条消息之后的分支过多，最多 ${branchesMax} 个`,
        `Too many messages follow the same one: at most ${branchesMax}.`,
        place,
      )
    branches.set(parent, siblings)
    seen.add(key)
    return undefined
  }

  return {
    check: (found) => {
      if (!found.continued) {
        seen = new Set()
        branches = new Map()
        fault = found.reason
      }
      fault ??= found.reason
      for (const message of found.messages) {
        if (fault) break
        fault = checkMessage(message)
      }
      return fault
    },
  }
}
