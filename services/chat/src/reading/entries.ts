import type { ReplyOptions } from '../database.ts'

/** The key of a reply's log: a single one, so that it lives on one node of a cluster. */
export const logKey = (replyId: string): string => `reply:{${replyId}}`

/** The ids that a reader gets of a reply. */
export interface ReplyIds {
  id: string
  conversation_id: string
  message_id: string
  question_id: string
  agent_id: number
  options?: Pick<ReplyOptions, 'match'>
}
