import { ServiceUnavailable, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { FileNotFound, FileNotReady } from '@lingzhi/contracts/file-problems'
import { newId } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf, languageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf } from '@lingzhi/identity/identify'
import { calendarIn } from '@lingzhi/runtime/calendar'
import type { Config } from '../config.ts'
import { spaceProblems } from '../space.ts'
import type { AdvanceDeps } from './advance.ts'
import { advance, judgeNow } from './advance.ts'
import { itemRow } from './item-rows.ts'
import { keepFiles, letGo } from './keep-files.ts'
import { homeworkPath, homeworkTags as tags, writing } from './manage-templates.ts'
import {
  AlreadySubmitted,
  HomeworkFull,
  HomeworkQueued,
  HomeworkTooLong,
  TemplateNotFound,
} from './problems.ts'
import type { HandedIn, NewAnswer } from './submission-shape.ts'
import { fault, NewSubmission, readHandedIn, SubmissionView, titleFrom } from './submission-shape.ts'
import { viewSubmission } from './submission-views.ts'
import { demandRoom, insertItems, insertPages, insertSubmission } from './submissions.queries.ts'
import type { Template, TemplateItem } from './tables.ts'
import { readItems, visible } from './template-shape.ts'
import { findTemplate, itemsOfTemplate } from './templates.queries.ts'

/** Sixty answers with all that may be said of each, every character escaped. */
const bodyMaxBytes = 2_097_152
/** An answer of more is read as a whole text. */
const answerCharsMax = 5_000

export function submitHomework(app: App, deps: AdvanceDeps, { TIMEZONE }: Pick<Config, 'TIMEZONE'>) {
  const { db, now, space } = deps
  const dayOf = calendarIn(TIMEZONE)

  app.post(
    `${homeworkPath}/submit`,
    {
      ...writing,
      bodyLimit: bodyMaxBytes,
      schema: {
        tags,
        summary: 'Hand in homework to be graded',
        description:
          'As files (pictures, PDF), as one text, or item by item, alone or for a template. Files and texts are transcribed first, ' +
          'which can be corrected; then rules judge what they can prove, and a model the criteria of the rest. What neither can tell waits for a person.',
        body: NewSubmission,
        response: {
          202: success(SubmissionView),
          ...problems(
            ...[...userProblems, ValidationFailed, TemplateNotFound, FileNotFound, FileNotReady],
            ...[AlreadySubmitted, HomeworkFull, HomeworkTooLong, HomeworkQueued, ServiceUnavailable],
            ...spaceProblems,
          ),
        },
      },
    },
    async (request, reply) => {
      const { body } = request
      const reader = principalOf(request)
      const { userId } = reader
      const form = readHandedIn(body)
      const template = body.template_id ? await findTemplate(db, body.template_id, reader) : undefined
      if (body.template_id && !template) throw TemplateNotFound()
      const asked = template && (await itemsOfTemplate(db, template))
      const taken = asOneAnswer(form, asked)
      const items = taken.kind === 'answers' ? answered(taken.answers, asked) : []
      const id = newId()
      const pages = taken.kind === 'files' ? await keepFiles(deps, userId, id, taken.fileIds) : []
      const at = now()
      const subject = body.subject ?? template?.subject ?? 'other'
      const row = {
        ...{ id, user_id: userId, template_id: template?.id ?? null },
        once: template !== undefined && !template.allow_again,
        title: titleFrom(body.title ?? template?.title, subject, dayOf(at)),
        ...{ description: visible(body.description), note: visible(body.note) },
        ...{ student_name: visible(body.student_name), completion_time_s: null, subject },
        grade_level: body.grade_level ?? template?.grade_level ?? null,
        ...{ kind: taken.kind, content: taken.kind === 'text' ? taken.content : null },
        auto_grade: body.auto_grade ?? true,
        late: isLate(template, at),
        status: firstStatus(taken, body.auto_grade ?? true),
        ...{ submitted_at: at, updated_at: at, tried_at: at },
      }
      const store = () =>
        space.within(userId, async (trx) => {
          await demandRoom(trx, userId)
          const stored = await insertSubmission(trx, row)
          if (!stored) throw AlreadySubmitted()
          await insertPages(trx, pages)
          const rubricVersion = template?.version ?? 1
          await insertItems(
            trx,
            items.map(({ item, answer }) => itemRow(stored, item, rubricVersion, { student_answer: answer })),
          )
        })
      try {
        await store()
      } catch (err) {
        if (pages.length > 0) await letGo(deps, userId, id)
        throw err
      }
      const stored = await judgeNow(deps, id)
      advance(deps, id).catch((err) =>
        deps.log.warn({ err, submission_id: id }, 'homework waits for the sweep'),
      )
      const message = inLanguageOf(request, {
        zh: '作业提交成功，正在进行AI批改...',
        en: 'The homework was handed in and is being graded.',
      })
      const data = viewSubmission(stored, languageOf(request))
      return reply.code(202).send({ success: true, message, data })
    },
  )
}

const isLate = (template: Template | undefined, at: Date) =>
  template?.due_at !== null && template?.due_at !== undefined && template.due_at < at

const firstStatus = ({ kind }: HandedIn, autoGrade: boolean) => {
  if (kind === 'files') return 'uploaded' as const
  if (kind === 'text') return 'transcribing' as const
  return autoGrade ? ('grading' as const) : ('transcribed' as const)
}

/** Where there is one item only, a text is the answer to it. */
function asOneAnswer(form: HandedIn, asked: readonly TemplateItem[] | undefined): HandedIn {
  const [only, other] = asked ?? []
  if (form.kind !== 'text' || !only || other || form.content.length > answerCharsMax) return form
  return { kind: 'answers', answers: [{ number: only.number, student_answer: form.content }] }
}

/** The items with their answers: those of the template, or those that came with them. */
function answered(answers: readonly NewAnswer[], asked: readonly TemplateItem[] | undefined) {
  const given = new Map(answers.map(({ number, student_answer }, n) => [number ?? n + 1, student_answer]))
  if (!asked) {
    const items = readItems(answers.map(({ question, ...rest }) => ({ ...rest, question: question ?? '' })))
    return items.map((item) => ({ item, answer: given.get(item.number) ?? '' }))
  }
  const unknown = answers.findIndex(({ number }, n) =>
    asked.every((item) => item.number !== (number ?? n + 1)),
  )
  if (unknown >= 0)
    throw fault(`answers.${unknown}.number`, { zh: '作业中没有这道题', en: 'is no item of this homework' })
  return asked.map((item) => ({ item, answer: given.get(item.number) ?? '' }))
}
