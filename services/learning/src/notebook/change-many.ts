import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { FileNotFound, FileNotReady } from '@lingzhi/contracts/file-problems'
import { Uuid } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { Nullable, storableNotBlank } from '@lingzhi/contracts/shapes'
import type { Texts } from '@lingzhi/contracts/texts'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { tellFaults } from '@lingzhi/http/tell-faults'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Config } from '../config.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { NotebookDoor } from '../notebook-contract.ts'
import { MistakeExists, MistakeNotFound, NotebookFull } from '../notebook-contract.ts'
import type { Mistake } from '../notebook-tables.ts'
import { spaceProblems } from '../space.ts'
import { filesNamed, keepPictures, letPicturesGo } from './keep-pictures.ts'
import { notebookTags as tags, viewingFor, writing } from './manage-mistakes.ts'
import { NewMistake } from './mistake-shape.ts'
import type { Entering } from './notebook.queries.ts'
import {
  deleteMistakes,
  demandPlace,
  insertMistakes,
  lockMistakes,
  updateMistake,
} from './notebook.queries.ts'

const atOnceMax = 100
const Action = Type.Enum(['delete', 'star', 'unstar', 'add_tags', 'remove_tags'])
const Tag = Type.String({ minLength: 1, maxLength: 60, pattern: storableNotBlank })
const tagsMax = 20

const counted = { total: Type.Integer(), success_count: Type.Integer(), failed_count: Type.Integer() }
const item = { success: Type.Boolean(), error: Nullable(Type.String()) }

/** Many mistakes at once: each by itself, with a result for each. */
export function changeMany(
  app: App,
  deps: Pick<Deps, 'db' | 'bus' | 'now' | 'space'>,
  config: Pick<Config, 'TIMEZONE'>,
  { base, hide }: NotebookDoor,
) {
  const { now, space } = deps

  app.post(
    `${base}/batch`,
    {
      ...writing,
      schema: {
        hide,
        tags,
        summary: 'Delete, star or tag many mistakes',
        body: Type.Object(
          {
            action: Action,
            mistake_ids: Type.Array(Uuid, { minItems: 1, maxItems: atOnceMax }),
            tags: Type.Optional(Type.Array(Tag, { minItems: 1, maxItems: tagsMax })),
          },
          { title: 'NotebookBatch' },
        ),
        response: {
          200: success(
            Type.Object(
              {
                ...counted,
                items: Type.Array(Type.Object({ mistake_id: Uuid, ...item }, { title: 'BatchItem' })),
              },
              { title: 'BatchOutcome' },
            ),
          ),
          ...problems(...userProblems, ValidationFailed, ...spaceProblems),
        },
      },
    },
    async (request) => {
      const { body, principal } = request
      const { action, tags: given = [] } = body
      const needsTags = action === 'add_tags' || action === 'remove_tags'
      if (needsTags && given.length === 0) {
        throw ValidationFailed({
          errors: [{ path: 'tags', message: { zh: '必须给出标签', en: 'must be given' } }],
        })
      }
      const ids = [...new Set(body.mistake_ids.map((id) => id.toLowerCase()))]
      const failures = await space.within(principal!.userId, (trx) =>
        applyAll(trx, principal!.userId, ids, action, given, now()),
      )
      const items = ids.map((id) => {
        const error = failures.get(id)
        return { mistake_id: id, success: !error, error: error ? inLanguageOf(request, error) : null }
      })
      return { success: true as const, data: { ...countsOf(items), items } }
    },
  )

  app.post(
    `${base}/batch-import`,
    {
      ...writing,
      bodyLimit: 2_097_152,
      schema: {
        hide,
        tags,
        summary: 'Write many mistakes into your notebook',
        description:
          'Up to a hundred, each as for one. What is not valid is told at its place; the others are stored.',
        body: Type.Object(
          {
            mistakes: Type.Array(Type.Record(Type.String(), Type.Unknown()), {
              minItems: 1,
              maxItems: atOnceMax,
            }),
          },
          { title: 'MistakeImport' },
        ),
        response: {
          200: success(
            Type.Object(
              {
                ...counted,
                items: Type.Array(
                  Type.Object(
                    { index: Type.Integer(), mistake_id: Nullable(Uuid), ...item },
                    { title: 'MistakeImportItem' },
                  ),
                ),
              },
              { title: 'MistakeImportOutcome' },
            ),
          ),
          ...problems(...userProblems, ValidationFailed, NotebookFull, ...spaceProblems),
        },
      },
    },
    async (request) => {
      const { userId } = request.principal!
      const viewing = await viewingFor(deps, config, request)
      const { mistakes } = request.body
      const read: { mistake?: Entering; error?: Texts }[] = []
      for (const mistake of mistakes) read.push(await readOne(deps, userId, mistake))
      const kept = read.flatMap(({ mistake }) => mistake?.pictures ?? [])
      const outcomes = await space
        .within(userId, async (trx) => {
          await demandPlace(trx, userId, mistakes.length)
          const valid = read.flatMap(({ mistake }) => mistake ?? [])
          const ids = await insertMistakes(trx, valid, { userId, ...viewing, at: now() })
          const stored = new Map(valid.map((mistake, index) => [mistake, ids[index]]))
          const outcomes: { id?: string; error?: Texts }[] = read.map(({ mistake, error }) => {
            const id = mistake && stored.get(mistake)
            return id === undefined ? { error: error ?? MistakeExists.texts } : { id }
          })
          const unused = valid.flatMap((one) => (stored.get(one) === undefined ? (one.pictures ?? []) : []))
          await letPicturesGo(trx, userId, unused)
          return outcomes
        })
        .catch(async (err) => {
          await letPicturesGo(deps.db, userId, kept)
          throw err
        })
      const items = outcomes.map(({ id = null, error }, index) => ({
        index,
        success: !error,
        mistake_id: id,
        error: error ? inLanguageOf(request, error) : null,
      }))
      return { success: true as const, data: { ...countsOf(items), items } }
    },
  )
}

const countsOf = (items: readonly { success: boolean }[]) => {
  const done = items.filter(({ success }) => success).length
  return { total: items.length, success_count: done, failed_count: items.length - done }
}

type Action = 'delete' | 'star' | 'unstar' | 'add_tags' | 'remove_tags'

/** Does the same to each of a learner's mistakes; returns what went wrong, by id. */
async function applyAll(trx: Db, userId: string, ids: string[], action: Action, given: string[], at: Date) {
  const failures = new Map<string, Texts>()
  if (action === 'delete') {
    const gone = new Set(await deleteMistakes(trx, userId, ids))
    for (const id of ids) if (!gone.has(id)) failures.set(id, MistakeNotFound.texts)
    return failures
  }
  const own = new Map((await lockMistakes(trx, userId, ids)).map((row) => [row.id, row]))
  for (const id of ids) {
    const row = own.get(id)
    if (!row) failures.set(id, MistakeNotFound.texts)
    else {
      const change = changeOf(row, action, given)
      if (change.tags && change.tags.length > tagsMax) failures.set(id, tooManyTags)
      else await updateMistake(trx, row, change, at)
    }
  }
  return failures
}

const tooManyTags: Texts = { zh: `标签最多 ${tagsMax} 个`, en: `There are at most ${tagsMax} tags.` }

function changeOf(row: Mistake, action: Exclude<Action, 'delete'>, given: readonly string[]) {
  const trimmed = given.map((tag) => tag.trim())
  if (action === 'add_tags') return { tags: [...new Set([...row.tags, ...trimmed])] }
  if (action === 'remove_tags') return { tags: row.tags.filter((tag) => !trimmed.includes(tag)) }
  return { starred: action === 'star' }
}

/** One of many: as it will be stored, or why it cannot be. */
async function readOne(
  deps: Pick<Deps, 'db' | 'bus'>,
  userId: string,
  given: unknown,
): Promise<{ mistake?: Entering; error?: Texts }> {
  const error = faultOf(given)
  if (error) return { error }
  const mistake = { source: 'import' as const, ...(given as NewMistake) }
  try {
    return { mistake: { ...mistake, pictures: await keepPictures(deps, userId, filesNamed(mistake) ?? []) } }
  } catch (err) {
    const refused = [FileNotFound, FileNotReady].find(({ code }) => code === (err as { code?: string }).code)
    if (!refused) throw err
    return { error: refused.texts }
  }
}

/** What is wrong with one of many, in words with the member's name; undefined: nothing. */
function faultOf(mistake: unknown): Texts | undefined {
  if (Value.Check(NewMistake, mistake)) return undefined
  const [fault] = tellFaults([...Value.Errors(NewMistake, mistake)] as never)
  if (!fault) return ValidationFailed.texts
  return { zh: `${fault.path}：${fault.message.zh}`, en: `${fault.path}: ${fault.message.en}` }
}
