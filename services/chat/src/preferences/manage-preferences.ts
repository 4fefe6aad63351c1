import { Forbidden, TooManyRequests, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { instant, isId, Uuid } from '@lingzhi/contracts/ids'
import { problem, problems } from '@lingzhi/contracts/problem'
import { Done, success } from '@lingzhi/contracts/reply-shapes'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope, requireUser } from '@lingzhi/identity/identify'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { UserNotReadable, userOf } from '../scenarios/configure-scenarios.ts'
import {
  PreferenceItem,
  PreferenceKind,
  PreferenceState,
  Preferences,
  Statement,
} from './preference-shape.ts'
import type { PreferenceItem as Item } from './preferences.queries.ts'
import {
  behaviorOf,
  changePreference,
  countApplied,
  effectOf,
  historyOf,
  insertPreference,
  itemsOf,
  lockPreferences,
  notePreferences,
} from './preferences.queries.ts'
import { ratedLeast } from './retire-harmful.ts'
import { beginRun, lastRunOf } from './runs.queries.ts'

export const PreferencesNotFound = problem('PREFERENCES_NOT_FOUND', 404, {
  zh: '还没有偏好',
  en: 'There are no preferences yet.',
  check: 'Nothing: they are learned from five ratings on, or written by hand.',
})
export const PreferenceNotFound = problem('PREFERENCE_NOT_FOUND', 404, {
  zh: '没有这条偏好',
  en: 'No such preference.',
  check: 'The id, against the user’s preferences.',
})

const refreshEveryMs = 60_000
const ownMax = 100
export const preferencesPath = '/api/v1/platform/users/:id/preferences'
const base = preferencesPath
const OfUser = Type.Object({ id: Type.String() })
const OfItem = Type.Object({ id: Type.String(), item_id: Type.String() })
const One = success(PreferenceItem)

const toItem = (item: Item, effect: Awaited<ReturnType<typeof effectOf>> | null = null) => ({
  id: item.id,
  kind: item.kind,
  statement: item.statement,
  scope: item.scope,
  scope_id: item.scope_id,
  state: item.state,
  source: item.source,
  reason: item.reason,
  evidence: item.evidence,
  effect,
  version: item.version,
  created_at: new Date(item.created_at).toISOString(),
  updated_at: new Date(item.updated_at).toISOString(),
})

/** What was learned of a person, with what it rests on: to be read, changed, pinned, rejected for good, taken back and switched off. */
export function managePreferences(app: App, { db, now }: Pick<Deps, 'db' | 'now'>) {
  const tags = ['preferences']
  const reading = { onRequest: requireUser }
  const writing = { onRequest: requireScope('chat') }
  const general = [...userProblems, ValidationFailed, Forbidden, UserNotReadable]

  app.get(
    base,
    {
      ...reading,
      schema: {
        tags,
        summary: 'Show a user’s preferences with their evidence',
        params: OfUser,
        response: { 200: success(Preferences), ...problems(...general, PreferencesNotFound) },
      },
    },
    async (request) => {
      const userId = userOf(request, request.params.id)
      const [items, behavior_stats] = await Promise.all([itemsOf(db, userId), behaviorOf(db, userId)])
      if (items.length === 0) throw PreferencesNotFound()
      const told = items.filter(({ state }) => ['active', 'pinned', 'edited'].includes(state))
      // One after the other: all at once they would take every connection.
      const shown: ReturnType<typeof toItem>[] = []
      for (const item of items) shown.push(toItem(item, await measured(item)))
      return {
        success: true as const,
        data: {
          items: shown,
          preferred_scenarios: Object.keys(behavior_stats.scenario_usage).slice(0, 3),
          preferred_style: told.find(({ kind }) => kind === 'style')?.statement ?? null,
          common_question_types: told
            .filter(({ kind }) => kind === 'topic')
            .map(({ statement }) => statement),
          learned_rules: told.map(({ statement }) => statement),
          work_pattern: null,
          behavior_stats,
        },
      }
    },
  )

  app.post(
    `${base}/refresh`,
    {
      ...writing,
      schema: {
        tags,
        summary: 'Learn from a user’s feedback now',
        description: 'At most once a minute, whatever the number of ratings.',
        params: OfUser,
        response: {
          202: success(Type.Object({ run_id: Uuid }, { title: 'PreferenceRefresh' })),
          ...problems(...general, TooManyRequests),
        },
      },
    },
    async (request, reply) => {
      const userId = selfOf(request, request.params.id)
      const caller = principalOf(request).userId
      const run = await transact(db, async (trx) => {
        await lockPreferences(trx, caller)
        const last = await lastRunOf(trx, caller)
        const leftMs = last ? last.getTime() + refreshEveryMs - now().getTime() : 0
        if (leftMs > 0) throw TooManyRequests({ retryAfterS: Math.ceil(leftMs / 1_000) })
        return beginRun(trx, {
          trigger: 'user',
          startedBy: caller,
          userIds: [userId],
          feedbackMin: 0,
          usersMax: 1,
          at: now(),
        })
      })
      return reply.code(202).send({ success: true, data: { run_id: run!.id } })
    },
  )

  app.post(
    `${base}/items`,
    {
      ...writing,
      schema: {
        tags,
        summary: 'Write a preference by hand',
        params: OfUser,
        body: Type.Object(
          { statement: Statement, kind: Type.Optional(PreferenceKind) },
          { title: 'NewPreference' },
        ),
        response: { 201: One, ...problems(...general, TooManyRequests) },
      },
    },
    async (request, reply) => {
      const userId = selfOf(request, request.params.id)
      const { statement, kind = 'style' } = request.body
      const id = await transact(db, async (trx) => {
        await lockPreferences(trx, userId)
        if ((await countApplied(trx, userId)) >= ownMax) throw TooManyRequests()
        const created = await insertPreference(trx, {
          ...{ userId, kind, statement: statement.trim(), at: now() },
          ...{ scope: 'all', scopeId: null, source: 'user', state: 'active', evidence: [] },
        })
        await notePreferences(trx, userId, null, await countApplied(trx, userId))
        return created
      })
      const [item] = await itemsOf(db, userId, id)
      return reply.code(201).send({ success: true, data: toItem(item!) })
    },
  )

  app.patch(
    `${base}/items/:item_id`,
    {
      ...writing,
      schema: {
        tags,
        summary: 'Edit or pin a preference',
        description: 'What is edited or pinned is never changed by learning.',
        params: OfItem,
        body: Type.Object(
          {
            statement: Type.Optional(Statement),
            pinned: Type.Optional(
              Type.Boolean({ description: 'false: it may be replaced by what is learned.' }),
            ),
          },
          { title: 'PreferenceChange' },
        ),
        response: { 200: One, ...problems(...general, PreferenceNotFound, TooManyRequests) },
      },
    },
    async (request) =>
      change(request, async (trx, item) => {
        const { statement, pinned } = request.body
        const edited = statement !== undefined && statement.trim() !== item.statement
        const state =
          pinned === true ? 'pinned' : edited ? 'edited' : pinned === false ? 'active' : item.state
        await changePreference(trx, item, { ...(edited && { statement: statement.trim() }), state }, now())
      }),
  )

  app.delete(
    `${base}/items/:item_id`,
    {
      ...writing,
      schema: {
        tags,
        summary: 'Reject a preference for good',
        description:
          'It is told to no model any more, and is learned again neither in the same words nor from the same ratings.',
        params: OfItem,
        response: { 200: Done, ...problems(...general, PreferenceNotFound) },
      },
    },
    async (request) => {
      await change(request, (trx, item) => changePreference(trx, item, { state: 'rejected' }, now()))
      return {
        success: true as const,
        message: inLanguageOf(request, { zh: '已拒绝这条偏好', en: 'The preference was rejected.' }),
      }
    },
  )

  app.get(
    `${base}/items/:item_id/history`,
    {
      ...reading,
      schema: {
        tags,
        summary: 'List the versions of a preference, newest first',
        params: OfItem,
        response: {
          200: success(
            Type.Object({
              versions: Type.Array(
                Type.Object(
                  {
                    version: Type.Integer(),
                    statement: Type.String(),
                    state: PreferenceState,
                    changed_at: instant,
                  },
                  { title: 'PreferenceVersion' },
                ),
              ),
            }),
          ),
          ...problems(...general, PreferenceNotFound),
        },
      },
    },
    async (request) => {
      const item = await find(db, userOf(request, request.params.id), request.params.item_id)
      const versions = (await historyOf(db, item.id)).map(({ version, statement, state, changed_at }) => ({
        ...{ version, statement, state },
        changed_at: changed_at.toISOString(),
      }))
      return { success: true as const, data: { versions } }
    },
  )

  app.post(
    `${base}/items/:item_id/revert`,
    {
      ...writing,
      schema: {
        tags,
        summary: 'Give a preference an earlier text again',
        params: OfItem,
        body: Type.Object({ version: Type.Integer({ minimum: 1 }) }, { title: 'PreferenceRevert' }),
        response: { 200: One, ...problems(...general, PreferenceNotFound, TooManyRequests) },
      },
    },
    async (request) =>
      change(request, async (trx, item) => {
        const kept = (await historyOf(trx, item.id)).find(({ version }) => version === request.body.version)
        if (!kept) throw PreferenceNotFound()
        const state = kept.state === 'active' && item.source === 'learned' ? 'active' : 'edited'
        await changePreference(trx, item, { statement: kept.statement, state }, now())
      }),
  )

  const measured = async (item: Item) => {
    const effect = await effectOf(db, item)
    return effect.with.rated >= ratedLeast ? effect : null
  }

  async function change(
    request: FastifyRequest<{ Params: { id: string; item_id: string } }>,
    make: (trx: Db, item: Item) => Promise<void>,
  ) {
    const { id, item_id } = request.params
    const userId = selfOf(request, id)
    await transact(db, async (trx) => {
      await lockPreferences(trx, userId)
      const before = await countApplied(trx, userId)
      await make(trx, await find(trx, userId, item_id))
      const after = await countApplied(trx, userId)
      // One that was out of use is told to models again.
      if (after > before && after > ownMax) throw TooManyRequests()
      await notePreferences(trx, userId, null, after)
    })
    return { success: true as const, data: toItem(await find(db, userId, item_id)) }
  }
}

/** Oneself, who alone may change what was learned; administrators read it. Raises FORBIDDEN. */
export function selfOf(request: FastifyRequest, id: string): string {
  const userId = userOf(request, id)
  if (userId !== principalOf(request).userId) throw Forbidden()
  return userId
}

async function find(db: Db, userId: string, id: string): Promise<Item> {
  const [item] = isId(id) ? await itemsOf(db, userId, id) : []
  if (!item) throw PreferenceNotFound()
  return item
}
