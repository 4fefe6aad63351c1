import type { components, TutorEvent } from '@lingzhi/api-client'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { cached } from '../../api/cached.ts'
import { api } from '../../api/client.ts'

type Schemas = components['schemas']
/** Without the member that is always null, which the client's types leave out. */
export interface TutorPair {
  question: Schemas['TutoredQuestion']
  answer: Omit<Schemas['TutorAnswer'], 'confidence_score'> | null
}
export type TutorQuestion = Schemas['TutorQuestion']

export const sessionsQuery = queryOptions({
  queryKey: ['tutor', 'sessions'],
  queryFn: async ({ signal }) =>
    (
      await api.get('/api/v1/learning/sessions', {
        params: { query: { limit: 20, status_filter: 'active' } },
        signal,
      })
    ).data.items,
})

/** The questions of a session with their answers, the newest first. */
export const pairsQuery = (sessionId: string) =>
  infiniteQueryOptions({
    queryKey: ['tutor', 'pairs', sessionId],
    queryFn: async ({ pageParam, signal }) =>
      (
        await api.get('/api/v1/learning/sessions/{id}/questions', {
          params: { path: { id: sessionId }, query: { limit: 10, cursor: pageParam } },
          signal,
        })
      ).data,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  })

/** What an answer that came has changed. */
export async function answered(sessionId: string): Promise<void> {
  await Promise.all([
    cached.invalidateQueries({ queryKey: pairsQuery(sessionId).queryKey }),
    cached.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  ])
}

export const openAnswer = (
  question: TutorQuestion,
  options: { signal: AbortSignal; idempotencyKey: string },
): AsyncGenerator<TutorEvent> => api.tutorStream(question, options)

export const followAnswer = (replyId: string, signal: AbortSignal): AsyncGenerator<TutorEvent> =>
  api.tutorReplyStream(replyId, { signal })

export const stopAnswer = (replyId: string) =>
  api.post('/api/v1/learning/ask-stream/{reply_id}/stop', { params: { path: { reply_id: replyId } } })

export async function keepAsMistake(questionId: string): Promise<string> {
  const { data } = await api.post('/api/v1/learning/questions/{id}/add-to-mistakes', {
    params: { path: { id: questionId } },
  })
  await cached.invalidateQueries({ queryKey: ['notebook'] })
  return data.id
}

export const rateAnswer = (question_id: string, rating: 1 | 5) =>
  api.post('/api/v1/learning/feedback', { body: { question_id, rating } })
