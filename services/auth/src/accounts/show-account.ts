import { InvalidToken } from '@lingzhi/contracts/common-problems'
import { instant } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { Nullable } from '@lingzhi/contracts/shapes'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireUser } from '@lingzhi/identity/identify'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import type { UserRow } from './account.ts'
import { toUser, User } from './account.ts'
import { findUser } from './accounts.queries.ts'

const Account = Type.Object({
  ...User.properties,
  pending_email: Nullable(Type.String()),
  profile: Type.Record(Type.String(), Type.String()),
  last_login_at: Type.Union([instant, Type.Null()]),
})
/** The caller's account. Some front ends read it from `data`, others from `data.user`: it is in both. */
export const AccountInfo = Type.Object({ ...Account.properties, user: Account }, { title: 'Account' })

export function toAccountInfo(row: UserRow): Static<typeof AccountInfo> {
  const last_login_at = row.last_login_at?.toISOString() ?? null
  const { profile, pending_email } = row
  const account = { ...toUser(row), pending_email, profile, last_login_at }
  return { ...account, user: account }
}

export function showAccount(app: App, { db }: Pick<Deps, 'db'>) {
  app.get(
    '/api/user/info',
    {
      onRequest: requireUser,
      schema: {
        tags: ['account'],
        summary: 'Show your account',
        response: { 200: success(AccountInfo), ...problems(...userProblems) },
      },
    },
    async (request) => {
      const user = await findUser(db, principalOf(request).userId)
      if (!user) throw InvalidToken()
      return { success: true as const, data: toAccountInfo(user) }
    },
  )
}
