import type { components } from '@lingzhi/api-client'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { cached } from '../../api/cached.ts'
import { api } from '../../api/client.ts'

type Schemas = components['schemas']
export type Homework = Schemas['HomeworkSubmission']
export type HomeworkDetail = Schemas['HomeworkSubmissionDetail']
export type ReadItem = Schemas['HomeworkItem']
export type ItemCorrection = Schemas['ItemCorrection']
export type Grade = Schemas['HomeworkGrade']

const lookMs = 1_500
/** Something is done to it without anybody’s help. */
export const isUnderWay = ({ status }: Pick<Homework, 'status'>) =>
  ['uploaded', 'transcribing', 'grading'].includes(status)
export const isJudged = ({ status }: Pick<Homework, 'status'>) =>
  ['graded', 'needs_review', 'failed'].includes(status)

export const homeworkListQuery = infiniteQueryOptions({
  queryKey: ['homework', 'list'],
  queryFn: async ({ pageParam, signal }) =>
    (
      await api.get('/api/v1/homework/submissions', {
        params: { query: { limit: 20, cursor: pageParam } },
        signal,
      })
    ).data,
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  refetchInterval: ({ state }) =>
    state.data?.pages.some(({ items }) => items.some(isUnderWay)) ? lookMs : false,
})

/** What waits for a decision of the reader’s. */
export const queueQuery = queryOptions({
  queryKey: ['homework', 'queue'],
  queryFn: async ({ signal }) =>
    (await api.get('/api/v1/homework/review-queue', { params: { query: { limit: 50 } }, signal })).data.items,
})

export const homeworkQuery = (id: string) =>
  queryOptions({
    queryKey: ['homework', 'one', id],
    queryFn: async ({ signal }) =>
      (await api.get('/api/v1/homework/submissions/{id}', { params: { path: { id } }, signal })).data,
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? lookMs : false),
  })

/** Its `version` is the submission’s: what changed is read again. */
export const correctionQuery = (id: string, version: string) =>
  queryOptions({
    queryKey: ['homework', 'correction', id, version],
    queryFn: async ({ signal }) =>
      (
        await api.get('/api/v1/homework/submissions/{id}/correction', {
          params: { path: { id }, query: { format_type: 'json' } },
          signal,
        })
      ).data,
  })

async function changed() {
  await cached.invalidateQueries({ queryKey: ['homework'] })
  // What was wrong is in the notebook, and what is decided may be so no more.
  await cached.invalidateQueries({ queryKey: ['notebook'] })
}

export async function handIn(body: Schemas['NewHomeworkSubmission']): Promise<string> {
  const { data } = await api.post('/api/v1/homework/submit', { body })
  await changed()
  return data.id
}

export async function deleteHomework(id: string): Promise<void> {
  await api.delete('/api/v1/homework/submissions/{id}', { params: { path: { id } } })
  await cached.invalidateQueries({ queryKey: ['homework', 'list'] })
}

export async function grade(id: string, { again }: { again: boolean }): Promise<void> {
  const params = { path: { id } }
  if (again) await api.post('/api/v1/homework/{id}/correct/retry', { params })
  else await api.post('/api/v1/homework/{id}/correct', { params })
  await changed()
}

export async function putRight(
  id: string,
  number: number,
  body: Schemas['HomeworkItemCorrection'],
): Promise<void> {
  const params = { path: { id, number: `${number}` } }
  await api.put('/api/v1/homework/submissions/{id}/items/{number}', { params, body })
  await changed()
}

export async function appeal(id: string, number: number, reason: string): Promise<void> {
  const params = { path: { id, number: `${number}` } }
  await api.post('/api/v1/homework/submissions/{id}/items/{number}/appeal', { params, body: { reason } })
  await changed()
}

export async function decide(id: string, number: number, body: Schemas['GradeDecision']): Promise<void> {
  const params = { path: { id, number: `${number}` } }
  await api.post('/api/v1/homework/submissions/{id}/items/{number}/override', { params, body })
  await changed()
}
