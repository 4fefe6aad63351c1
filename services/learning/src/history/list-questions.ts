import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams, isId, Uuid } from '@lingzhi/contracts/ids'
import { QuestionType, Subject } from '@lingzhi/contracts/learning'
import { problems } from '@lingzhi/contracts/problem'
import { NextCursor, success } from '@lingzhi/contracts/reply-shapes'
import { storable } from '@lingzhi/contracts/shapes'
import { BadCursor, decodeCursor, toPage } from '@lingzhi/db/cursor'
import type { App } from '@lingzhi/http/create-http'
import { sendItems } from '@lingzhi/http/send-items'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { answersOf, findAnswer } from '../answers/answers.queries.ts'
import { AnswerView, PairView, viewAnswer, viewPair } from '../answers/tutor-views.ts'
import type { Config } from '../config.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { countedPage, fewAtOnce, pagedQuery, pageMembers, spanOf } from '../paging.ts'
import { NotAnswered, NothingToSearch, QuestionNotFound, SessionNotFound } from '../problems.ts'
import { findOwnQuestion } from '../questions.queries.ts'
import { ownSession } from '../sessions/manage-sessions.ts'
import type { QuestionList } from './history.queries.ts'
import { countQuestions, findQuestions, placeQuestions, wordsOf } from './history.queries.ts'

const base = '/api/v1/learning'
const tags = ['learning']
const onRequest = requireScope('read', 'chat')

const Pairs = success(Type.Object({ items: Type.Array(PairView), next_cursor: NextCursor, ...pageMembers }))
/** In the deployment’s time zone; the year is one that there was. */
const Day = Type.String({ format: 'date', pattern: '^[1-9]' })
const filters = {
  session_id: Type.Optional(Type.String({ maxLength: 100, pattern: storable })),
  subject: Type.Optional(Type.Enum(Subject.enum, { description: 'Only questions of this subject.' })),
  question_type: Type.Optional(Type.Enum(QuestionType.enum, { description: 'Only questions of this kind.' })),
  start_date: Type.Optional(Day),
  end_date: Type.Optional(Day),
  keyword: Type.Optional(Type.String({ maxLength: 200, pattern: storable })),
}

interface Asked {
  limit: number
  cursor?: string
  page?: number
  size?: number
}

/** A learner's questions with their answers: of all sessions, of one, and by words. */
export function listQuestionsOfLearner(app: App, { db }: Pick<Deps, 'db'>, { TIMEZONE }: Config) {
  for (const path of [`${base}/questions`, `${base}/questions/history`] as const) {
    app.get(
      path,
      {
        onRequest,
        schema: {
          tags,
          summary:
            path === `${base}/questions`
              ? 'List your questions with their answers, newest first'
              : 'List your questions, under an older path',
          querystring: Type.Object({ ...pagedQuery, ...filters }),
          response: { 200: Pairs, ...problems(...userProblems, ValidationFailed, BadCursor) },
        },
      },
      async (request, reply) => {
        const {
          session_id,
          subject,
          question_type: type,
          start_date: from,
          end_date: to,
          keyword,
        } = request.query
        const { userId } = principalOf(request)
        const words = keyword === undefined ? undefined : wordsOf(keyword)
        const conversationId = session_id === undefined || isId(session_id) ? session_id : nobody
        // What has no words is nowhere.
        if (words === null) return { success: true as const, data: { items: [], next_cursor: null } }
        const list = { userId, conversationId, subject, type, from, to, timeZone: TIMEZONE, words }
        return sendPairs(reply, db, list, request.query)
      },
    )
  }

  app.get(
    `${base}/questions/search`,
    {
      onRequest,
      schema: {
        tags,
        summary: 'Find your questions by words of theirs or of their answers, newest first',
        querystring: Type.Object({
          ...pagedQuery,
          q: Type.String({ minLength: 1, maxLength: 200, pattern: storable, description: 'The words.' }),
          subject: filters.subject,
        }),
        response: { 200: Pairs, ...problems(...userProblems, ValidationFailed, BadCursor, NothingToSearch) },
      },
    },
    async (request, reply) => {
      const words = wordsOf(request.query.q)
      if (words === null) throw NothingToSearch()
      const list = { userId: principalOf(request).userId, subject: request.query.subject, words }
      return sendPairs(reply, db, list, request.query)
    },
  )
}

/** No conversation has this id. */
const nobody = '00000000-0000-0000-0000-000000000000'

/** The questions of one session: a page newest first, or all of it as it was said. */
export function listQuestionsOfSession(app: App, { db }: Pick<Deps, 'db'>) {
  for (const what of ['questions', 'history'] as const) {
    app.get(
      `${base}/sessions/:id/${what}`,
      {
        onRequest,
        schema: {
          tags,
          summary:
            what === 'history'
              ? 'Read a session of the tutor from its beginning'
              : 'List the questions of a session of the tutor, newest first',
          params: IdParams,
          querystring: Type.Object(pagedQuery),
          response: {
            200: Pairs,
            ...problems(...userProblems, ValidationFailed, BadCursor, SessionNotFound),
          },
        },
      },
      async (request, reply) => {
        const { userId } = principalOf(request)
        const { conversation_id: conversationId } = await ownSession(db, request.params.id, userId)
        return sendPairs(
          reply,
          db,
          { userId, conversationId },
          request.query,
          what === 'history' ? 'asc' : 'desc',
        )
      },
    )
  }
}

async function sendPairs(
  reply: FastifyReply,
  db: Db,
  list: QuestionList,
  asked: Asked,
  order: 'asc' | 'desc' = 'desc',
): Promise<never> {
  const { limit, offset } = spanOf(asked)
  const found = await placeQuestions(db, list, {
    limit,
    offset,
    order,
    after: decodeCursor(Uuid, asked.cursor),
  })
  const { page, next_cursor } = toPage(found, limit, ({ id }) => id)
  const counted = await countedPage({ page: asked.page, limit }, () => countQuestions(db, list))
  const ids = page.map(({ id }) => id)
  return sendItems(reply, {
    items: pairsOf(db, list.userId, ids),
    rest: { next_cursor, ...counted },
  }) as never
}

async function* pairsOf(db: Db, userId: string, ids: readonly string[]) {
  const read = async (some: readonly string[]) => {
    const questions = await findQuestions(db, userId, some)
    const answers = await answersOf(db, questions)
    return questions.map((question) => ({
      id: question.id,
      pair: viewPair(question, answers.get(question.id)),
    }))
  }
  for await (const { pair } of fewAtOnce(ids, read)) yield pair
}

export function showAnswer(app: App, { db }: Pick<Deps, 'db'>) {
  app.get(
    `${base}/answers/:id`,
    {
      onRequest,
      schema: {
        tags,
        summary: 'Show an answer of the tutor, by its id or its question’s',
        params: IdParams,
        response: { 200: success(AnswerView), ...problems(...userProblems, QuestionNotFound, NotAnswered) },
      },
    },
    async (request) => {
      const { id } = request.params
      const question = isId(id) ? await findOwnQuestion(db, id, principalOf(request).userId) : undefined
      if (!question) throw QuestionNotFound()
      const answer = await findAnswer(db, question.id)
      if (!answer) throw NotAnswered({ extra: { question_status: question.status } })
      return { success: true as const, data: viewAnswer(question, answer) }
    },
  )
}
