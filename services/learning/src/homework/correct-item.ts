import { Forbidden, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { languageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import { LearningFull, spaceProblems } from '../space.ts'
import { itemNumbered, openOwn, openSubmission } from './access.ts'
import type { AdvanceDeps } from './advance.ts'
import { advance, judgeNow } from './advance.ts'
import { judgedBy } from './item-rows.ts'
import { homeworkPath, homeworkTags as tags, writing } from './manage-templates.ts'
import { HomeworkBusy, HomeworkFull, HomeworkNotFound, NothingTranscribed } from './problems.ts'
import { fault, SubmissionView } from './submission-shape.ts'
import { viewSubmission } from './submission-views.ts'
import { itemsOf, lockSubmission, ownerOfTemplate, updateSubmission } from './submissions.queries.ts'
import type { Submission, TemplateItem } from './tables.ts'
import { text } from './template-shape.ts'
import { itemsOfTemplate } from './templates.queries.ts'

export const ItemParams = Type.Object({ id: Type.String(), number: Type.String() })
const correctionsMax = 20
const One = success(SubmissionView)

/** What was read, put right by who wrote it; and grading begun, again, or once more. */
export function correctItems(app: App, deps: AdvanceDeps) {
  const { db, now, space } = deps

  app.put(
    `${homeworkPath}/submissions/:id/items/:number`,
    {
      ...writing,
      schema: {
        tags,
        summary: 'Put right what was read of an item',
        description:
          'The item alone is graded again, by the corrected text, and what was read first stays to be seen. On homework that somebody else set, a ' +
          'correction after the grade waits for a person.',
        params: ItemParams,
        body: Type.Object(
          {
            student_answer: Type.Optional(text(5_000)),
            question: Type.Optional(text(4_000)),
          },
          { title: 'HomeworkItemCorrection' },
        ),
        response: {
          200: One,
          ...problems(
            ...userProblems,
            ValidationFailed,
            HomeworkNotFound,
            HomeworkBusy,
            HomeworkFull,
            NothingTranscribed,
            ...spaceProblems,
          ),
        },
      },
    },
    async (request) => {
      const { params, body } = request
      const { userId } = principalOf(request)
      const { student_answer, question } = body
      if (student_answer === undefined && question === undefined)
        throw fault('student_answer', { zh: '没有要更正的内容', en: 'nothing to correct was given' })
      const submission = await openOwn(db, params.id, principalOf(request))
      if (submission.kind === 'answers') throw NothingTranscribed()
      const owner = await ownerOfTemplate(db, submission.template_id)
      await space.within(userId, async (trx) => {
        const locked = await lockSubmission(trx, submission.id)
        if (!locked) throw HomeworkNotFound()
        if (locked.status === 'uploaded' || locked.status === 'transcribing') throw HomeworkBusy()
        const item = await itemNumbered(trx, locked, params.number)
        if (item.transcription_version > correctionsMax) throw HomeworkFull()
        const foreign = owner !== undefined && owner !== userId
        await trx
          .updateTable('homework_items')
          .set({
            student_answer: student_answer ?? item.student_answer,
            // The question of homework that was set is its owner's.
            ...(question !== undefined && locked.template_id === null && { question }),
            ...(student_answer !== undefined && { legibility: 1, latex: null }),
            transcription_version: item.transcription_version + 1,
            corrected_by: userId,
            corrected_late: item.corrected_late || (foreign && item.status === 'graded'),
            status: 'waiting',
            problem: null,
          })
          .where('id', '=', item.id)
          .execute()
        const status = locked.status === 'transcribed' ? 'transcribed' : 'grading'
        await updateSubmission(trx, locked.id, { status, updated_at: now() })
      })
      return { success: true as const, data: viewSubmission(await goOn(submission.id), languageOf(request)) }
    },
  )

  app.post(
    `${homeworkPath}/:id/correct`,
    {
      ...writing,
      schema: {
        tags,
        summary: 'Grade homework, or grade it again',
        description:
          'By the newest version of what was set. What has been asked of a model is not asked again, except with `force`; what a person decided stays.',
        params: Type.Object({ id: Type.String() }),
        body: Type.Optional(
          Type.Union([
            Type.Null(),
            Type.Object({ force: Type.Optional(Type.Boolean()) }, { title: 'HomeworkGrading' }),
          ]),
        ),
        response: {
          202: One,
          ...problems(...userProblems, Forbidden, ValidationFailed, HomeworkNotFound, HomeworkBusy),
          ...problems(LearningFull),
        },
      },
    },
    async (request, reply) => {
      const { submission, isMarker } = await openSubmission(db, request.params.id, principalOf(request))
      const force = request.body?.force === true
      // Whoever could ask until it suits would.
      if (force && !isMarker && (await ownerOfTemplate(db, submission.template_id))) throw Forbidden()
      await transact(db, async (trx) => {
        // A model is asked anew, whose answers are kept beside those before.
        if (force && !isMarker && !(await space.hasRoom(trx, submission.user_id))) throw LearningFull()
        const locked = await lockSubmission(trx, submission.id)
        if (!locked) throw HomeworkNotFound()
        const items = await itemsOf(trx, locked.id)
        if (items.length === 0 || locked.status === 'grading') throw HomeworkBusy()
        const { version, asked } = await newestItems(trx, locked)
        for (const item of items) {
          const now = asked.get(item.number)
          await trx
            .updateTable('homework_items')
            .set({
              ...(now && {
                ...judgedBy(now, version),
                question: now.question,
                question_type: now.question_type,
              }),
              status: 'waiting',
              problem: null,
              tries: item.tries + (force || item.status === 'failed' ? 1 : 0),
            })
            .where('id', '=', item.id)
            .execute()
        }
        await updateSubmission(trx, locked.id, { status: 'grading', updated_at: now(), tried_at: now() })
      })
      const data = viewSubmission(await goOn(submission.id), languageOf(request))
      return reply.code(202).send({ success: true, data })
    },
  )

  for (const { path, hide } of [
    { path: `${homeworkPath}/:id/correct/retry`, hide: false },
    { path: `${homeworkPath}/:id/retry`, hide: true },
  ])
    app.post(
      path,
      {
        ...writing,
        schema: {
          hide,
          tags,
          summary: 'Try again what failed',
          description: 'The transcription, or the items that no model could grade. Nothing else changes.',
          params: Type.Object({ id: Type.String() }),
          response: { 202: One, ...problems(...userProblems, HomeworkNotFound) },
        },
      },
      async (request, reply) => {
        const { submission } = await openSubmission(db, request.params.id, principalOf(request))
        await transact(db, async (trx) => {
          const locked = await lockSubmission(trx, submission.id)
          if (!locked) throw HomeworkNotFound()
          const items = await itemsOf(trx, locked.id)
          const failed = items.filter(({ status }) => status === 'failed')
          const at = { updated_at: now(), tried_at: now() }
          if (items.length === 0 && locked.status === 'failed') {
            const status = locked.kind === 'files' ? 'uploaded' : 'transcribing'
            await updateSubmission(trx, locked.id, { status, tries: locked.tries + 1, problem: null, ...at })
          } else if (failed.length > 0) {
            for (const { id, tries } of failed)
              await trx
                .updateTable('homework_items')
                .set({ status: 'waiting', tries: tries + 1, problem: null })
                .where('id', '=', id)
                .execute()
            await updateSubmission(trx, locked.id, { status: 'grading', problem: null, ...at })
          }
        })
        const data = viewSubmission(await goOn(submission.id), languageOf(request))
        return reply.code(202).send({ success: true, data })
      },
    )

  /** Rules at once, the rest in the background. */
  async function goOn(id: string): Promise<Submission> {
    const submission = await judgeNow(deps, id)
    advance(deps, id).catch((err) =>
      deps.log.warn({ err, submission_id: id }, 'homework waits for the sweep'),
    )
    return submission
  }
}

/** The items of the newest version of what was set, by their numbers; none without a template. */
async function newestItems(
  trx: AdvanceDeps['db'],
  { template_id }: Submission,
): Promise<{ version: number; asked: Map<number, TemplateItem> }> {
  const template =
    template_id === null
      ? undefined
      : await trx
          .selectFrom('homework_templates')
          .select(['id', 'version'])
          .where('id', '=', template_id)
          .executeTakeFirst()
  if (!template) return { version: 1, asked: new Map() }
  const items = await itemsOfTemplate(trx, template)
  return { version: template.version, asked: new Map(items.map((item) => [item.number, item])) }
}
