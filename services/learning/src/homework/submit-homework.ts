import { MalformedRequest, ServiceUnavailable, ValidationFailed } from '@lingzhi/contracts/common-problems'
import {
  FileNotFound,
  FileNotReady,
  FileTooLarge,
  ImageTooLarge,
  QuotaExceeded,
  UnsupportedFile,
} from '@lingzhi/contracts/file-problems'
import { newId } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf, languageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf } from '@lingzhi/identity/identify'
import { calendarIn } from '@lingzhi/runtime/calendar'
import { createSlots } from '@lingzhi/runtime/slots'
import type { FastifyRequest } from 'fastify'
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
import { readHomeworkForm } from './read-homework-form.ts'
import type { HandedIn, NewAnswer } from './submission-shape.ts'
import { fault, HandedInView, NewSubmission, readHandedIn, titleFrom } from './submission-shape.ts'
import { viewSubmission } from './submission-views.ts'
import { demandRoom, insertItems, insertPages, insertSubmission } from './submissions.queries.ts'
import type { Template, TemplateItem } from './tables.ts'
import { readItems, visible } from './template-shape.ts'
import { findTemplate, itemsOfTemplate } from './templates.queries.ts'

/** Sixty answers with all that may be said of each, every character escaped. */
const bodyMaxBytes = 2_097_152
/** An answer of more is read as a whole text. */
const answerCharsMax = 5_000
/** Each holds one file in memory. */
const formsMax = 4
const waitingMax = 100

export function submitHomework(app: App, deps: AdvanceDeps, { TIMEZONE }: Pick<Config, 'TIMEZONE'>) {
  const { db, now, space } = deps
  const dayOf = calendarIn(TIMEZONE)
  const slots = createSlots(formsMax, { waitingMax, refuse: () => ServiceUnavailable({ retryAfterS: 10 }) })
  /** The submission that a form is about to be. */
  const forms = new WeakMap<FastifyRequest['raw'], string>()

  const pass = (_request: unknown, payload: unknown, done: (err: null, body: unknown) => void) =>
    done(null, payload)
  void app.register(async (scope) => {
    scope.addContentTypeParser(/^multipart\/form-data\b/i, pass)
    ;(scope as unknown as App).post(
      `${homeworkPath}/submit`,
      {
        ...writing,
        bodyLimit: bodyMaxBytes,
        preValidation: async (request) => {
          if (!/^multipart\//i.test(request.headers['content-type'] ?? '')) return
          const id = newId()
          forms.set(request.raw, id)
          const form: unknown = await slots.run(() =>
            readHomeworkForm(deps, request, principalOf(request).userId, id),
          )
          request.body = form as typeof request.body
        },
        onError: async (request) => {
          const id = forms.get(request.raw)
          if (id) await letGo(deps, principalOf(request).userId, id)
        },
        schema: {
          tags,
          summary: 'Hand in homework to be graded',
          description:
            'As files (pictures, PDF), as one text, or item by item, alone or for a template. Files and texts are transcribed first, ' +
            'which can be corrected; then rules judge what they can prove, and a model the criteria of the rest. What neither can tell waits for a person. ' +
            'Also as a form (multipart/form-data): up to nine files of 10 MB each, whatever their fields are called, with the other members as fields; ' +
            '`answers`, `file_ids` and `image_urls` as JSON arrays.',
          body: NewSubmission,
          response: {
            202: success(HandedInView),
            ...problems(
              ...[...userProblems, ValidationFailed, TemplateNotFound, FileNotFound, FileNotReady],
              ...[AlreadySubmitted, HomeworkFull, HomeworkTooLong, HomeworkQueued, ServiceUnavailable],
              ...[MalformedRequest, FileTooLarge, ImageTooLarge, QuotaExceeded, UnsupportedFile],
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
        const id = forms.get(request.raw) ?? newId()
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
              items.map(({ item, answer }) =>
                itemRow(stored, item, rubricVersion, { student_answer: answer }),
              ),
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
        const view = viewSubmission(stored, languageOf(request))
        const original_images = pages.map(({ file_id }) => `/api/v1/files/${file_id}/download`)
        const data = {
          ...{ ...view, additional_info: view.note, original_images },
          file_url: original_images[0] ?? null,
        }
        return reply.code(202).send({ success: true, message, data })
      },
    )
  })
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
