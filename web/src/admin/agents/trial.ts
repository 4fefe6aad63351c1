import type { ReplyEvent } from '@lingzhi/api-client'

/** One question put to an agent on trial, and what has come of it. */
export interface Turn {
  question: string
  state: 'waiting' | 'queued' | 'answering' | 'done' | 'stopped' | 'failed'
  text: string
  reasoning: string
  replyId?: string
  conversationId?: string
  /** How many are before it. */
  position?: number
  askedAt: number
  firstAt?: number
  endedAt?: number
  end?: Pick<Extract<ReplyEvent, { type: 'done' }>, 'usage' | 'cached' | 'model'>
  error?: unknown
}

export const asked = (question: string, at: number): Turn => ({
  question,
  state: 'waiting',
  text: '',
  reasoning: '',
  askedAt: at,
})

/** The turn after one event of its stream. */
export function heard(turn: Turn, event: ReplyEvent, at: number): Turn {
  switch (event.type) {
    case 'start':
      return { ...turn, replyId: event.reply_id, conversationId: event.conversation_id }
    case 'queued':
      return { ...turn, state: 'queued', position: event.position }
    case 'text':
      return { ...turn, state: 'answering', firstAt: turn.firstAt ?? at, text: event.whole }
    case 'reasoning':
      return { ...turn, state: 'answering', firstAt: turn.firstAt ?? at, reasoning: event.whole }
    case 'reset':
      return { ...turn, text: '', reasoning: '' }
    case 'done': {
      const end = { usage: event.usage, cached: event.cached, model: event.model }
      const state = event.finish_reason === 'stopped' ? 'stopped' : 'done'
      return { ...turn, state, end, endedAt: at, text: event.text ?? turn.text }
    }
    default:
      // Events of a later version.
      return turn
  }
}

export const failed = (turn: Turn, error: unknown, at: number): Turn => ({
  ...turn,
  state: 'failed',
  endedAt: at,
  error,
})

export const isRunning = ({ state }: Turn) =>
  state === 'waiting' || state === 'queued' || state === 'answering'
