import { recordFact } from '@lingzhi/bus/outbox'
import { UserRenamed } from '@lingzhi/contracts/auth'
import { InvalidToken, ServiceUnavailable, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { Maybe, storable } from '@lingzhi/contracts/shapes'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireSession } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import { recordAudit } from '../audit/record-audit.ts'
import { callerOf } from '../caller.ts'
import type { Profile } from '../database.ts'
import type { Deps } from '../deps.ts'
import { voidReset } from '../resets/resets.queries.ts'
import { CurrentPassword, FreshProofNeeded, proofProblems, proveFresh } from '../sessions/fresh-proof.ts'
import { findUser, lockUser, updateAccount } from './accounts.queries.ts'
import {
  contactFields,
  EmailExists,
  InvalidEmailFormat,
  InvalidPhoneFormat,
  PhoneExists,
  readIdentifiers,
  Username,
  UsernameExists,
} from './identifiers.ts'
import { AccountInfo, toAccountInfo } from './show-account.ts'

const members = [
  'real_name',
  'avatar_url',
  'gender',
  'title',
  'position',
  'bio',
  'location',
  'website',
] as const

const Member = Maybe(Type.String({ maxLength: 2_000, pattern: storable }))
const Body = Type.Object(
  {
    username: Type.Optional(Username),
    ...contactFields,
    current_password: CurrentPassword,
    ...(Object.fromEntries(members.map((name) => [name, Member])) as Record<
      (typeof members)[number],
      typeof Member
    >),
  },
  { title: 'AccountChange' },
)

export function updateProfile(app: App, deps: Deps) {
  const { db, outbox, now } = deps
  app.put(
    '/api/user/profile',
    {
      onRequest: requireSession,
      schema: {
        tags: ['account'],
        summary: 'Change your account',
        description:
          'Fields that are left out keep their value; null or an empty string clears a field. A change of `phone` or `email` takes ' +
          '`current_password`: they open the account.',
        body: Body,
        response: {
          200: success(AccountInfo),
          ...problems(
            ...userProblems,
            ValidationFailed,
            InvalidPhoneFormat,
            InvalidEmailFormat,
            UsernameExists,
            PhoneExists,
            EmailExists,
            ...proofProblems,
            ServiceUnavailable,
          ),
        },
      },
    },
    async (request) => {
      const { userId } = principalOf(request)
      const { body } = request
      const found = await findUser(db, userId)
      if (!found) throw InvalidToken()
      const { phone, email } = readIdentifiers(body, found)
      if (phone !== found.phone || email !== found.email)
        await proveFresh(deps, request, found, body.current_password, { freshLogin: false })
      const at = now()
      const updated = await transact(db, async (trx) => {
        const user = await lockUser(trx, userId)
        if (!user) throw InvalidToken()
        // What was proved was for what stood there then.
        if (user.phone !== found.phone || user.email !== found.email) throw FreshProofNeeded()
        const identifiers = readIdentifiers(body, user)
        const changed = Object.keys(body).filter((name) => name in Body.properties)
        const entry = { action: 'account.updated', actorId: userId, userId, caller: callerOf(request) }
        await recordAudit(trx, { ...entry, detail: { changed } }, at)
        if (identifiers.email !== user.email) await voidReset(trx, userId)
        if (identifiers.username !== user.username) {
          await recordFact(trx, UserRenamed, { user_id: userId, username: identifiers.username }, request.id)
        }
        return updateAccount(trx, userId, { ...identifiers, profile: merge(user.profile, body), at })
      })
      outbox.wake()
      if (!updated) throw InvalidToken()
      return {
        success: true as const,
        message: inLanguageOf(request, { zh: '资料已更新', en: 'Your profile was updated.' }),
        data: toAccountInfo(updated),
      }
    },
  )
}

function merge(profile: Profile, body: Partial<Record<(typeof members)[number], string | null>>): Profile {
  const merged = { ...profile }
  for (const name of members) {
    const value = body[name]
    if (value) merged[name] = value
    else if (value !== undefined) delete merged[name]
  }
  return merged
}
