import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { newId } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { sameText } from '@lingzhi/contracts/texts'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { languageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf } from '@lingzhi/identity/identify'
import type { Principal } from '@lingzhi/identity/principal'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { spaceProblems } from '../space.ts'
import { itemNumbered, openOwn, openSubmission } from './access.ts'
import type { AdvanceDeps } from './advance.ts'
import { addUp } from './advance.ts'
import { appealsOf, decideAppeal, insertAppeal } from './appeals.queries.ts'
import { resultOf } from './combine-passes.ts'
import { ItemParams } from './correct-item.ts'
import type { ItemCorrection as View } from './correction-shape.ts'
import { ItemCorrection, viewCorrection } from './correction-shape.ts'
import { currentGrades } from './grades.queries.ts'
import { homeworkPath, homeworkTags as tags, writing } from './manage-templates.ts'
import { AppealOpen, HomeworkBusy, HomeworkFull, HomeworkNotFound, NotGradedYet } from './problems.ts'
import { scoreOf } from './rubric.ts'
import { correctedOf } from './show-correction.ts'
import { signalHomework } from './signals.ts'
import { fault } from './submission-shape.ts'
import { lockSubmission, updateSubmission } from './submissions.queries.ts'
import type { CriterionResult, Item } from './tables.ts'
import { text, visible, written } from './template-shape.ts'

const base = `${homeworkPath}/submissions/:id/items/:number`
const appealsMax = 3
const One = success(ItemCorrection)

const Decision = Type.Object(
  {
    score: Type.Optional(Type.Number({ minimum: 0, maximum: 1_000, multipleOf: 0.25 })),
    criteria: Type.Optional(
      Type.Array(
        Type.Object(
          {
            id: Type.String({ minLength: 1, maxLength: 32 }),
            met: Type.Enum(['yes', 'no']),
            note: Type.Optional(text(500)),
          },
          { title: 'CriterionDecision' },
        ),
        { maxItems: 20 },
      ),
    ),
    reason: Type.Optional(text(2_000)),
  },
  { title: 'GradeDecision' },
)

/** What people decide: appeals against a grade, and the grade that counts from then on. */
export function decideGrades(app: App, deps: AdvanceDeps) {
  const { db, now, space } = deps

  app.post(
    `${base}/override`,
    {
      ...writing,
      schema: {
        tags,
        summary: 'Decide the grade of an item',
        description:
          'By the owner of the homework that was set, or an administrator; a person’s grade stays whatever is graded again. An open appeal is decided with it: ' +
          'upheld by more points, rejected otherwise.',
        params: ItemParams,
        body: Decision,
        response: {
          200: One,
          ...problems(...userProblems, ValidationFailed, HomeworkNotFound, HomeworkBusy),
        },
      },
    },
    async (request) => {
      const { params, body } = request
      const reader = principalOf(request)
      const { submission, isMarker } = await openSubmission(db, params.id, reader)
      if (!isMarker) throw HomeworkNotFound()
      await transact(db, async (trx) => {
        const locked = await lockSubmission(trx, submission.id)
        if (!locked) throw HomeworkNotFound()
        const item = await itemNumbered(trx, locked, params.number)
        if (item.status === 'waiting') throw HomeworkBusy()
        const before = (await currentGrades(trx, [item])).get(item.id)
        const decided = decisionOn(item, body)
        const at = now()
        const id = newId()
        const reason = visible(body.reason)
        await trx
          .insertInto('homework_grades')
          .values({
            ...{ id, item_id: item.id, user_id: item.user_id, source: 'human', basis: null },
            result: item.student_answer.trim() === '' ? 'unanswered' : resultOf(decided.score, item.points),
            ...{ score: decided.score, low: decided.score, high: decided.score },
            criteria: JSON.stringify(decided.criteria),
            ...{ confidence: null, passes: 0, reasons: [], completion_ids: [], model: null },
            rubric_version: item.rubric_version,
            transcription_version: item.transcription_version,
            correct_answer: item.key ?? before?.correct_answer ?? null,
            explanation: reason === null ? null : JSON.stringify(sameText(reason)),
            error_type: decided.score < item.points ? (before?.error_type ?? null) : null,
            knowledge_points: before?.knowledge_points ?? item.knowledge_points,
            ...{ created_by: reader.userId, created_at: at },
          })
          .execute()
        await trx
          .updateTable('homework_items')
          .set({ grade_id: id, status: 'graded', problem: null })
          .where('id', '=', item.id)
          .execute()
        const more = decided.score > (before?.score ?? 0)
        const status = more ? ('upheld' as const) : ('rejected' as const)
        await decideAppeal(trx, { itemId: item.id, status, by: reader.userId, at })
        // Added up again.
        await updateSubmission(trx, locked.id, { status: 'grading', updated_at: at })
      })
      await addUp(deps, submission.id)
      signalHomework(deps.bus, submission.id)
      const data = await shown(deps, params, reader, languageOf(request))
      return { success: true as const, data }
    },
  )

  app.post(
    `${base}/appeal`,
    {
      ...writing,
      schema: {
        tags,
        summary: 'Appeal against the grade of an item',
        description: 'Whoever set the homework, or an administrator, decides it.',
        params: ItemParams,
        body: Type.Object({ reason: written(2_000) }, { title: 'NewHomeworkAppeal' }),
        response: {
          201: One,
          ...problems(...userProblems, ValidationFailed, HomeworkNotFound),
          ...problems(AppealOpen, HomeworkFull, NotGradedYet, ...spaceProblems),
        },
      },
    },
    async (request, reply) => {
      const { params, body } = request
      const reader = principalOf(request)
      const submission = await openOwn(db, params.id, reader)
      await space.within(reader.userId, async (trx) => {
        const locked = await lockSubmission(trx, submission.id)
        if (!locked) throw HomeworkNotFound()
        const item = await itemNumbered(trx, locked, params.number)
        if (item.status === 'waiting') throw NotGradedYet()
        const earlier = (await appealsOf(trx, [item])).get(item.id) ?? []
        if (earlier.some(({ status }) => status === 'open')) throw AppealOpen()
        if (earlier.length >= appealsMax) throw HomeworkFull()
        const stored = await insertAppeal(trx, { item, reason: body.reason, at: now() })
        if (!stored) throw AppealOpen()
      })
      const data = await shown(deps, params, reader, languageOf(request))
      return reply.code(201).send({ success: true, data })
    },
  )
}

/** The score that was decided, or that the criteria come to. Raises VALIDATION_ERROR. */
function decisionOn(
  item: Item,
  { score, criteria = [] }: { score?: number; criteria?: { id: string; met: 'yes' | 'no'; note?: string }[] },
) {
  const decided = new Map(criteria.map((one) => [one.id, one]))
  const unknown = criteria.findIndex(({ id }) => item.rubric.every((one) => one.id !== id))
  if (unknown >= 0)
    throw fault(`criteria.${unknown}.id`, { zh: '没有这个评分点', en: 'is no criterion of this item' })
  const isWhole = criteria.length > 0 && item.rubric.every(({ id }) => decided.has(id))
  if (score === undefined && !isWhole)
    throw fault('score', {
      zh: '请给出分数，或逐条判定全部评分点',
      en: 'give a score, or decide every criterion',
    })
  if (score !== undefined && score > item.points)
    throw fault('score', {
      zh: `不能超过本题分值 ${item.points}`,
      en: `must not exceed the item’s ${item.points} points`,
    })
  const results: CriterionResult[] = item.rubric.flatMap(({ id, points, kind }) => {
    const one = decided.get(id)
    if (!one) return []
    const counted = one.met === 'yes' ? (kind === 'earn' ? points : -points) : 0
    return [{ id, met: one.met, quote: '', at: null, note: one.note ?? '', points: counted, agreement: null }]
  })
  const sum = scoreOf(item.rubric, item.points, (id) => decided.get(id)?.met === 'yes')
  return { score: score ?? sum, criteria: results }
}

async function shown(
  { db }: Pick<Deps, 'db'>,
  { id, number }: { id: string; number: string },
  reader: Principal,
  language: 'zh' | 'en',
): Promise<View> {
  const { submission, isMarker } = await openSubmission(db, id, reader)
  const knowsAll = isMarker || submission.template_id === null
  const { corrections } = viewCorrection(await correctedOf(db, submission), { language, knowsAll })
  const found = corrections.find((one) => `${one.question_number}` === number)
  if (!found) throw HomeworkNotFound()
  return found
}
