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
import { dropPendingEmail } from '../addresses/confirmations.queries.ts'
import { confirmsEmail, shownEmail, withEmail } from '../addresses/email-state.ts'
import { sendConfirmation, tellOldAddress } from '../addresses/send-confirmation.ts'
import { recordAudit } from '../audit/record-audit.ts'
import { callerOf } from '../caller.ts'
import type { Config } from '../config.ts'
import type { Profile } from '../database.ts'
import type { Deps } from '../deps.ts'
import { voidReset } from '../resets/resets.queries.ts'
import {
  CurrentPassword,
  FreshProofNeeded,
  lockProven,
  proofProblems,
  proveFresh,
} from '../sessions/fresh-proof.ts'
import type { UserRow } from './account.ts'
import { findUser, updateAccount } from './accounts.queries.ts'
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
import { refuseLookAlike } from './look-alikes.ts'
import { AccountInfo, toAccountInfo } from './show-account.ts'
import { refuseAddressAsName } from './username-rule.ts'

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

export function updateProfile(app: App, deps: Deps, config: Config) {
  const { db, hourly, outbox, now } = deps
  app.put(
    '/api/user/profile',
    {
      onRequest: requireSession,
      schema: {
        tags: ['account'],
        summary: 'Change your account',
        description:
          'Fields that are left out keep their value; null or an empty string clears a field. A change of `phone` or `email` takes ' +
          '`current_password`: they open the account. Where mail is configured, a new address counts once the link sent to it was ' +
          'opened; until then the old one does, and is told.',
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
      const wanted = readIdentifiers(body, shown(found))
      const confirms = confirmsEmail(deps, config)
      if (confirms && wanted.username !== found.username) refuseAddressAsName(wanted.username)
      const contactsChange = wanted.phone !== found.phone || wanted.email !== shownEmail(found)
      if (contactsChange) await proveFresh(deps, request, found, body.current_password, { freshLogin: false })
      if (contactsChange || wanted.username !== found.username)
        await hourly.countIdentifierChange(userId, callerOf(request).address)
      const at = now()
      const updated = await transact(db, async (trx) => {
        const user = await lockProven(trx, request)
        // What was proved was for what stood there then.
        if (user.phone !== found.phone || shownEmail(user) !== shownEmail(found)) throw FreshProofNeeded()
        const identifiers = readIdentifiers(body, shown(user))
        const emails = withEmail(user, identifiers.email, confirms)
        const changed = Object.keys(body).filter((name) => name in Body.properties)
        const entry = { action: 'account.updated', actorId: userId, userId, caller: callerOf(request) }
        await recordAudit(trx, { ...entry, detail: { changed } }, at)
        if (identifiers.email !== shownEmail(user)) {
          await voidReset(trx, userId)
          await dropPendingEmail(trx, userId)
        }
        if (identifiers.username !== user.username) {
          await refuseLookAlike(trx, identifiers.username, userId)
          await recordFact(trx, UserRenamed, { user_id: userId, username: identifiers.username }, request.id)
        }
        const { username, phone } = identifiers
        return updateAccount(trx, userId, {
          username,
          phone,
          ...emails,
          profile: merge(user.profile, body),
          at,
        })
      })
      outbox.wake()
      if (!updated) throw InvalidToken()
      if (contactsChange && found.email) tellOldAddress(deps, found.email)
      if (updated.pending_email && wanted.email !== shownEmail(found))
        sendConfirmation(deps, config, { userId, email: updated.pending_email })
      return {
        success: true as const,
        message: inLanguageOf(request, { zh: '资料已更新', en: 'Your profile was updated.' }),
        data: toAccountInfo(updated),
      }
    },
  )
}

/** An account's identifiers as it shows them. */
const shown = ({ username, phone, ...emails }: UserRow) => ({ username, phone, email: shownEmail(emails) })

function merge(profile: Profile, body: Partial<Record<(typeof members)[number], string | null>>): Profile {
  const merged = { ...profile }
  for (const name of members) {
    const value = body[name]
    if (value) merged[name] = value
    else if (value !== undefined) delete merged[name]
  }
  return merged
}
