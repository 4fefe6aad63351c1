import type { IncomingHttpHeaders } from 'node:http'
import { ServiceUnavailable, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { FileNotFound, FileNotReady } from '@lingzhi/contracts/file-problems'
import { IdParams, isId } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { Done, success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { requireScope } from '@lingzhi/identity/identify'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { momentsIn } from '../moments.ts'
import type { NotebookDoor } from '../notebook-contract.ts'
import { MistakeExists, MistakeNotFound, NotebookFull } from '../notebook-contract.ts'
import { schedulingOf } from '../reviews/reviews.queries.ts'
import { spaceProblems } from '../space.ts'
import { filesNamed, withPictures } from './keep-pictures.ts'
import type { Viewing } from './mistake-shape.ts'
import { MistakeChange, MistakeView, NewMistake, toView } from './mistake-shape.ts'
import {
  deleteMistakes,
  demandPlace,
  findMistake,
  insertMistake,
  lockMistakes,
  updateMistake,
} from './notebook.queries.ts'

/** What naming files may raise. */
const pictureProblems = [FileNotFound, FileNotReady, ServiceUnavailable]

export const notebookTags = ['notebook']
export const writing = { onRequest: requireScope('chat') }
export const reading = { onRequest: requireScope('read', 'chat') }

type NotebookDeps = Pick<Deps, 'db' | 'bus' | 'now' | 'space'>

/** How a request's sender sees mistakes today. */
export async function viewingFor(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  { TIMEZONE }: Pick<Config, 'TIMEZONE'>,
  request: { headers: IncomingHttpHeaders; principal?: { userId: string } | null },
): Promise<Viewing> {
  const at = now()
  const { dayOf, hourOf } = momentsIn(TIMEZONE)
  return {
    scheduling: await schedulingOf(db, request.principal!.userId),
    today: dayOf(at),
    hour: hourOf(at),
    inLanguage: (texts) => inLanguageOf(request, texts),
  }
}

/** One mistake: written down, shown, changed, removed. */
export function manageMistakes(
  app: App,
  deps: NotebookDeps,
  config: Pick<Config, 'TIMEZONE'>,
  { base, hide }: NotebookDoor,
) {
  const { db, now, space } = deps
  const tags = notebookTags
  const One = success(MistakeView)
  const found = [...userProblems, ValidationFailed, MistakeNotFound]

  app.post(
    base,
    {
      ...writing,
      schema: {
        hide,
        tags,
        summary: 'Write a mistake into your notebook',
        body: NewMistake,
        response: {
          201: One,
          ...problems(...userProblems, ValidationFailed, MistakeExists, NotebookFull, ...spaceProblems),
          ...problems(...pictureProblems),
        },
      },
    },
    async (request, reply) => {
      const { userId } = request.principal!
      const viewing = await viewingFor(deps, config, request)
      const id = await withPictures(deps, userId, filesNamed(request.body) ?? [], async (pictures) => {
        const stored = await space.within(userId, async (trx) => {
          await demandPlace(trx, userId)
          return insertMistake(trx, { ...request.body, pictures }, { userId, ...viewing, at: now() })
        })
        if (stored === undefined) throw MistakeExists()
        return stored
      })
      const row = await findMistake(db, userId, id)
      if (!row) throw MistakeNotFound()
      return reply.code(201).send({ success: true, data: toView(row, viewing) })
    },
  )

  app.get(
    `${base}/:id`,
    {
      ...reading,
      schema: {
        hide,
        tags,
        summary: 'Show a mistake',
        params: IdParams,
        response: { 200: One, ...problems(...found) },
      },
    },
    async (request) => {
      const { params, principal } = request
      const row = isId(params.id) ? await findMistake(db, principal!.userId, params.id) : undefined
      if (!row) throw MistakeNotFound()
      return { success: true as const, data: toView(row, await viewingFor(deps, config, request)) }
    },
  )

  app.put(
    `${base}/:id`,
    {
      ...writing,
      schema: {
        hide,
        tags,
        summary: 'Change a mistake',
        description: 'Members left out keep their values. Its schedule follows from its reviews alone.',
        params: IdParams,
        body: MistakeChange,
        response: { 200: One, ...problems(...found, ...spaceProblems, ...pictureProblems) },
      },
    },
    async (request) => {
      const { params, body, principal } = request
      const { userId } = principal!
      const named = filesNamed(body)
      const row = await withPictures(deps, userId, named ?? [], (pictures) =>
        space.within(userId, async (trx) => {
          const [before] = isId(params.id) ? await lockMistakes(trx, userId, [params.id]) : []
          if (!before) throw MistakeNotFound()
          await updateMistake(trx, before, body, now(), named && pictures)
          return findMistake(trx, userId, params.id)
        }),
      )
      if (!row) throw MistakeNotFound()
      return { success: true as const, data: toView(row, await viewingFor(deps, config, request)) }
    },
  )

  app.delete(
    `${base}/:id`,
    {
      ...writing,
      schema: {
        hide,
        tags,
        summary: 'Delete a mistake with its reviews',
        params: IdParams,
        response: { 200: Done, ...problems(...found) },
      },
    },
    async (request) => {
      const { params, principal } = request
      const { userId } = principal!
      const gone = isId(params.id)
        ? await space.within(userId, (trx) => deleteMistakes(trx, userId, [params.id]))
        : []
      if (gone.length === 0) throw MistakeNotFound()
      const message = inLanguageOf(request, { zh: '错题已删除', en: 'The mistake was deleted.' })
      return { success: true as const, message }
    },
  )
}
