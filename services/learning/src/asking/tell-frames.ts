import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import type { Problem } from '@lingzhi/contracts/problem'
import { languageOf } from '@lingzhi/http/language'
import type { SseEvent } from '@lingzhi/http/sse'
import { openSse } from '@lingzhi/http/sse'
import type { ReaderEntry } from '@lingzhi/reply-feed/follow-entries'
import type { Place } from '@lingzhi/reply-feed/place'
import { entryId } from '@lingzhi/reply-feed/place'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Ended } from '../answers/settle.ts'
import { settle, textAfter } from '../answers/settle.ts'
import { viewGuidance } from '../answers/tutor-views.ts'
import type { Question } from '../database.ts'
import type { Deps } from '../deps.ts'
import { correctionFor } from '../homework/hand-in-question.ts'
import { suggestMistake } from '../notebook/suggest-mistake.ts'
import { SessionNotFound } from '../problems.ts'
import { findOwnQuestion } from '../questions.queries.ts'
import { failureOf } from './follow-question.ts'

export interface Telling {
  /** Where the reader is; undefined: at the beginning. */
  after: Place | undefined
  /** Every frame tells the whole text so far. */
  fullContent: boolean
  follow: (signal: AbortSignal, after: Place | undefined) => AsyncIterable<ReaderEntry>
}

/** Tells an answer as frames to its end, or until the reader leaves, which does not stop it. */
export async function tellFrames(
  deps: Pick<Deps, 'db' | 'bus' | 'now'>,
  { request, response }: { request: FastifyRequest; response: FastifyReply },
  question: Question,
  { after, fullContent, follow }: Telling,
): Promise<void> {
  const path = request.url.split('?', 1)[0] ?? '/'
  const problemFrame = (problem: Problem): SseEvent => {
    const document = problem.toDocument(path, request.id, languageOf(request))
    return { data: { ...document, problem_type: document.type, type: 'error' } }
  }
  const stream = openSse(response, { tell: problemFrame })
  const ids = { reply_id: question.reply_id, question_id: question.id, session_id: question.conversation_id }
  try {
    if (!after) await stream.send({ id: '0-0', data: { type: 'start', ...ids } })
    let ended: Ended | undefined
    let text = ''
    let last = ''
    // Who wants the whole text in every frame is read it from the beginning, and told what is new.
    for await (const entry of follow(stream.signal, fullContent ? undefined : after)) {
      if (entry.kind === 'queued') {
        await stream.send({ data: { type: 'queued', position: entry.ahead + 1 } })
        continue
      }
      text = textAfter(text, entry)
      if (entry.kind === 'end') {
        ended = { content: text, outcome: entry.outcome }
        last = entryId(entry)
      } else if (isNew(entry, after)) {
        if (entry.kind === 'reset') await stream.send({ id: entryId(entry), data: { type: 'reset' } })
        else if (entry.kind === 'text' && entry.part === 'content') {
          const content = {
            content: entry.text,
            full_content: fullContent ? text : null,
            finish_reason: null,
          }
          await stream.send({ id: entryId(entry), data: { type: 'content', ...content } })
        }
      }
    }
    if (stream.signal.aborted && !ended) return
    const now = await findOwnQuestion(deps.db, question.id, question.user_id)
    // A resumed reader's text is a part: the whole is read again.
    const answer = now && (await settle(deps, now, after && !fullContent ? undefined : ended))
    const told = now && (await findOwnQuestion(deps.db, question.id, question.user_id))
    if (!told || !answer) {
      await stream.send(
        problemFrame(
          (told && failureOf(told)) ?? (ended ? ServiceUnavailable({ retryAfterS: 1 }) : SessionNotFound()),
        ),
      )
      return
    }
    const whole = { full_content: answer.content, finish_reason: answer.finish_reason }
    await stream.send({ data: { type: 'content_finished', ...whole } })
    await stream.send({
      id: last,
      data: {
        ...{ type: 'done', ...ids, answer_id: answer.message_id, usage: answer.usage },
        ...{ full_content: answer.content, latex: answer.latex, guidance: viewGuidance(told, answer) },
        mistake_suggestion: await suggestMistake(deps.db, told, languageOf(request)),
        correction_result: await correctionFor(deps.db, told, languageOf(request)),
      },
    })
  } catch (err) {
    // Headers are sent, so the failure goes out as a frame; the reader resumes with its last event id.
    request.log.error({ err, reply_id: question.reply_id }, 'a stream of the tutor was interrupted')
    await stream.send(problemFrame(ServiceUnavailable({ retryAfterS: 1 })))
  } finally {
    stream.end()
  }
}

/** Whether a reader at a place has not had this entry. */
const isNew = ({ attempt, position }: Place, after: Place | undefined): boolean =>
  !after || attempt > after.attempt || position > after.position
