import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { FileNotFound, FileNotReady } from '@lingzhi/contracts/file-problems'
import { IdParams, isId } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { storable } from '@lingzhi/contracts/shapes'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { MistakeExists, NotebookFull } from '../notebook-contract.ts'
import { QuestionNotFound } from '../problems.ts'
import { findOwnQuestion } from '../questions.queries.ts'
import { spaceProblems } from '../space.ts'
import { type Pictures, withPictures } from './keep-pictures.ts'
import { viewingFor, writing } from './manage-mistakes.ts'
import { MistakeView, toView } from './mistake-shape.ts'
import { answerTo, demandPlace, findBySource, findMistake, insertMistake } from './notebook.queries.ts'

const titleCharsMax = 40
const explanationCharsMax = 10_000

/** A question asked of the tutor, with its answer, as a mistake: nothing enters the notebook by a guess, this is the one tap. */
export function addQuestion(
  app: App,
  deps: Pick<Deps, 'db' | 'bus' | 'now' | 'space'>,
  config: Pick<Config, 'TIMEZONE'>,
) {
  const { db, now, space } = deps
  app.post(
    '/api/v1/learning/questions/:id/add-to-mistakes',
    {
      ...writing,
      schema: {
        tags: ['learning'],
        summary: 'Write a question into your notebook',
        params: IdParams,
        querystring: Type.Object({
          student_answer: Type.Optional(Type.String({ maxLength: 5_000, pattern: storable })),
        }),
        response: {
          201: success(MistakeView),
          ...problems(...userProblems, ValidationFailed, QuestionNotFound),
          ...problems(MistakeExists, NotebookFull, ...spaceProblems),
        },
      },
    },
    async (request, reply) => {
      const { params, query, principal } = request
      const { userId } = principal!
      const question = isId(params.id) ? await findOwnQuestion(db, params.id, userId) : undefined
      if (!question) throw QuestionNotFound()
      const viewing = await viewingFor(deps, config, request)
      const { id, content, subject, type, topic, difficulty_level, student_attempt, known_answer } = question
      const mistake = {
        subject: subject ?? ('other' as const),
        title: titleOf(content),
        question_content: content,
        student_answer: query.student_answer ?? student_attempt,
        correct_answer: known_answer,
        explanation: (await answerTo(db, id))?.slice(0, explanationCharsMax) ?? null,
        question_type: type,
        knowledge_points: topic ? [topic.slice(0, 60)] : [],
        difficulty_level: difficulty_level ?? 2,
        source: 'learning' as const,
        source_id: id,
      }
      const { file_ids = [] } = question.context_data as { file_ids?: string[] }
      const add = async (pictures: Pictures) => {
        const stored = await space.within(userId, async (trx) => {
          await demandPlace(trx, userId)
          return insertMistake(trx, { ...mistake, pictures }, { userId, ...viewing, at: now() })
        })
        if (stored === undefined)
          throw MistakeExists({ extra: { mistake_id: await findBySource(db, userId, 'learning', id) } })
        return stored
      }
      // Its pictures may be gone, and then it is a mistake without.
      const added = await withPictures(deps, userId, file_ids, add).catch((err) => {
        if (file_ids.length === 0 || ![FileNotFound.code, FileNotReady.code].includes(err?.code)) throw err
        return withPictures(deps, userId, [], add)
      })
      const row = await findMistake(db, userId, added)
      if (!row) throw QuestionNotFound()
      return reply.code(201).send({ success: true, data: toView(row, viewing) })
    },
  )
}

function titleOf(content: string): string {
  const line = [...content.trim().replace(/\s+/g, ' ')]
  return line.length > titleCharsMax ? `${line.slice(0, titleCharsMax).join('')}…` : line.join('')
}
