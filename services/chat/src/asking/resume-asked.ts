import { problem } from '@lingzhi/contracts/problem'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { findMessage } from '../conversations/messages.queries.ts'
import { lastEventOf, ownReply, tellAgain } from '../reading/stream-reply.ts'
import type { AskingDeps, WantedReply } from './asking-types.ts'

export const NotResumable = problem('NOT_RESUMABLE', 409, {
  zh: '此 Last-Event-ID 不属于这个问题的回答。续传请用 GET /api/chat-stream/{reply_id}；提新问题请不要带 Last-Event-ID',
  en: 'This Last-Event-ID belongs to no answer to this question. To resume, GET /api/chat-stream/{reply_id}; to ask anew, send no Last-Event-ID.',
  check:
    'Whether the client repeats a POST with the header Last-Event-ID: only the ids of the answer to the same question resume it. An Idempotency-Key resumes in any case.',
})

/**
 * A client that sends its POST again with Last-Event-ID, as fetch-event-source does when a hidden page is shown again, has
 * asked already: it gets the rest of that reply, and no model is called. Raises NOT_RESUMABLE, REPLY_NOT_FOUND.
 */
export async function resumeAsked(
  deps: AskingDeps,
  { request, response }: { request: FastifyRequest; response: FastifyReply },
  wanted: Pick<WantedReply, 'agent' | 'conversationId' | 'content' | 'after' | 'options'>,
): Promise<void> {
  const place = lastEventOf(request)
  if (!place?.replyId) throw NotResumable()
  const found = await ownReply(deps.db, place.replyId, request.principal)
  if (!(await answers(deps, found, wanted))) throw NotResumable()
  response.header('Content-Location', `/api/chat-stream/${found.id}`)
  await tellAgain(deps, { request, response }, found, place, wanted.options.format)
}

/** Whether a reply answers what is wanted: a stale id must not swallow a new question. */
async function answers(
  { db, filters }: Pick<AskingDeps, 'db' | 'filters'>,
  found: { conversation_id: string; question_id: string },
  {
    agent,
    conversationId,
    content,
    after,
  }: Pick<WantedReply, 'agent' | 'conversationId' | 'content' | 'after'>,
): Promise<boolean> {
  if (conversationId !== undefined && conversationId !== found.conversation_id) return false
  if (content === undefined) return after?.id === found.question_id
  const question = await findMessage(db, found.question_id)
  // What a filter made of the question cannot be compared.
  return question?.content === content || (await filters.of(agent)).input !== undefined
}
