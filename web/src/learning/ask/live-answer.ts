import type { TutorEvent } from '@lingzhi/api-client'

/** A question of the tutor whose answer is on its way. */
export interface LiveAnswer {
  question: string
  replyId: string | null
  sessionId: string | null
  text: string
  /** Its place in the queue; null: it is not waiting. */
  queued: number | null
  ended: boolean
}

export const beginLive = (question: string): LiveAnswer => ({
  question,
  replyId: null,
  sessionId: null,
  text: '',
  queued: null,
  ended: false,
})

/** The live answer after an event. */
export function after(live: LiveAnswer, event: TutorEvent): LiveAnswer {
  switch (event.type) {
    case 'start':
      return { ...live, replyId: event.reply_id, sessionId: event.session_id }
    case 'queued':
      return { ...live, queued: event.position }
    case 'text':
      return { ...live, text: event.whole, queued: null }
    case 'reset':
      return { ...live, text: '' }
    case 'done':
      return { ...live, text: event.text, ended: true }
  }
}
