import { Forbidden, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { requireScope, requireUser } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { UserNotReadable, userOf } from '../scenarios/configure-scenarios.ts'
import { takeTurn } from '../take-turn.ts'
import { preferencesPath as base, selfOf } from './manage-preferences.ts'
import { PreferenceSettings } from './preference-shape.ts'
import { saveSettings, settingsOf } from './preferences.queries.ts'

const OfUser = Type.Object({ id: Type.String() })

/** Whether a person's preferences are learned, and told to models. */
export function preferenceSettings(app: App, { db, now }: Pick<Deps, 'db' | 'now'>) {
  const tags = ['preferences']
  const reading = { onRequest: requireUser }
  const writing = { onRequest: requireScope('chat') }
  const general = [...userProblems, ValidationFailed, Forbidden, UserNotReadable]

  app.get(
    `${base}/settings`,
    {
      ...reading,
      schema: {
        tags,
        summary: 'Show whether preferences are learned and applied',
        params: OfUser,
        response: { 200: success(PreferenceSettings), ...problems(...general) },
      },
    },
    async (request) => ({
      success: true as const,
      data: await settingsOf(db, userOf(request, request.params.id)),
    }),
  )

  app.put(
    `${base}/settings`,
    {
      ...writing,
      schema: {
        tags,
        summary: 'Set whether preferences are learned and applied',
        params: OfUser,
        body: Type.Partial(PreferenceSettings, { title: 'PreferenceSettingsChange' }),
        response: { 200: success(PreferenceSettings), ...problems(...general) },
      },
    },
    async (request) => {
      const userId = selfOf(request, request.params.id)
      const { learning, applying } = request.body
      const settings = await transact(db, async (trx) => {
        await takeTurn(trx, userId)
        const before = await settingsOf(trx, userId)
        const after = { learning: learning ?? before.learning, applying: applying ?? before.applying }
        await saveSettings(trx, userId, after, now())
        return after
      })
      return { success: true as const, data: settings }
    },
  )
}
