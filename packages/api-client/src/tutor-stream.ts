import type { ReadFrame, ReplyEvent } from './reply-stream.ts'
import type { components } from './schema.ts'

type Schemas = components['schemas']
type TutorIds = Pick<Schemas['TutorStart'], 'reply_id' | 'question_id' | 'session_id'>

/** The events of an answer of the tutor, as those of a reply; a session is a conversation under the same id. */
export type TutorEvent = { id: string } & (
  | ({ type: 'start' } & TutorIds)
  | Extract<ReplyEvent, { type: 'queued' | 'text' | 'reset' }>
  | ({ type: 'done'; text: string } & TutorIds &
      Pick<Schemas['TutorDone'], 'answer_id' | 'usage' | 'latex' | 'guidance'>)
)

/** Names of frames for those of a reply's events; text comes without a name, and what is not named says nothing new. */
const events: Record<string, string | undefined> = { content: undefined, content_finished: 'finished' }

export const readTutorFrame: ReadFrame = ({ type, ...body }) => {
  const name = String(type)
  // The whole text is in it, whatever was told before.
  if (name === 'done') return { event: name, body: { ...body, text: body.full_content } }
  return { event: name in events ? events[name] : name, body }
}
