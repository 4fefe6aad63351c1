import type { ReplyEvent, ReplyIds, ToolPart } from '@lingzhi/api-client'
import type { AttachedFile } from '../../attach/attachments.ts'

/** A reply under way, as this page shows it. */
export interface Live {
  /** The row's key: made here, and kept when the answer gets its id. */
  key: string
  /** The message below which it stands: null for the beginning, undefined for the end of what is there. */
  after: string | null | undefined
  /** The question that this page asked, until the server's copy is there. */
  question: { key: string; text: string; files?: readonly AttachedFile[] } | null
  ids: ReplyIds | null
  phase: 'sending' | 'queued' | 'thinking' | 'writing' | 'stopping' | 'ended'
  /** The place in the queue, from 1. */
  position: number
  text: string
  reasoning: string
  /** What was told of calls of tools. */
  tools: readonly ToolPart[]
  /** Another worker has taken the reply over: what the one before had written is shown faded until it is overtaken. */
  before: string
  /** The connection is broken and being mended. */
  troubled: boolean
  lastEventId: string
}

export const beginLive = (from: Pick<Live, 'key'> & Partial<Live>): Live => ({
  after: undefined,
  question: null,
  ids: null,
  phase: 'sending',
  position: 0,
  text: '',
  reasoning: '',
  tools: [],
  before: '',
  troubled: false,
  lastEventId: '',
  ...from,
})

/** The reply after one more event. */
export function after(live: Live, event: ReplyEvent): Live {
  const next = { ...live, troubled: false, lastEventId: event.id || live.lastEventId }
  const writing = live.phase === 'stopping' ? 'stopping' : 'writing'
  switch (event.type) {
    case 'start':
      return { ...next, ids: idsOf(event), phase: live.phase === 'sending' ? 'thinking' : live.phase }
    case 'queued':
      return { ...next, phase: 'queued', position: event.position }
    case 'reasoning':
      return { ...next, reasoning: event.whole, phase: live.phase === 'stopping' ? 'stopping' : 'thinking' }
    case 'text':
      return {
        ...next,
        text: event.whole,
        before: live.before.length > event.whole.length ? live.before : '',
        phase: writing,
      }
    case 'tool':
      return { ...next, tools: [...live.tools, event.part] }
    case 'reset':
      return {
        ...next,
        text: '',
        reasoning: '',
        tools: [],
        before: live.text || live.before,
        phase: 'thinking',
      }
    case 'done':
      return { ...next, ids: idsOf(event), text: event.text ?? live.text, before: '', phase: 'ended' }
  }
}

const idsOf = ({ conversation_id, message_id, reply_id, question_id, agent_id }: ReplyIds): ReplyIds => ({
  conversation_id,
  message_id,
  reply_id,
  question_id,
  agent_id,
})
