import { ServiceUnavailable, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { newId } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { Type } from 'typebox'
import { confirmsEmail } from '../addresses/email-state.ts'
import { sendConfirmation } from '../addresses/send-confirmation.ts'
import { TooManyAttempts } from '../attempts/attempt-limit.ts'
import { recordAudit } from '../audit/record-audit.ts'
import { callerOf } from '../caller.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { NewPassword, refuseWeak, WeakPassword } from '../passwords/password-rule.ts'
import {
  InvalidInvitation,
  Invitation,
  RegistrationClosed,
  refuseUninvited,
  useInvitation,
} from '../registration/admit.ts'
import { insertSession } from '../sessions/sessions.queries.ts'
import { SignedIn, sessionExpiry, signIn } from '../sessions/signed-in.ts'
import { createUser } from './create-user.ts'
import {
  contactFields,
  EmailExists,
  InvalidEmailFormat,
  InvalidPhoneFormat,
  noIdentifiers,
  PhoneExists,
  readIdentifiers,
  Username,
  UsernameExists,
} from './identifiers.ts'
import { refuseLookAlike } from './look-alikes.ts'
import { refuseAddressAsName } from './username-rule.ts'

const Body = Type.Object(
  { username: Username, password: NewPassword, ...contactFields, invitation: Invitation },
  { title: 'NewUser' },
)

export function register(app: App, deps: Deps, config: Config) {
  const { db, passwords, hourly, tokens, outbox, now } = deps
  app.post(
    '/api/register',
    {
      schema: {
        tags: ['account'],
        summary: 'Create an account and log in',
        description:
          'Where mail is configured, `email` counts for logging in and recovery once the link sent to it was opened.',
        body: Body,
        response: {
          201: success(SignedIn),
          ...problems(
            ValidationFailed,
            RegistrationClosed,
            InvalidInvitation,
            InvalidPhoneFormat,
            InvalidEmailFormat,
            WeakPassword,
            UsernameExists,
            PhoneExists,
            EmailExists,
            TooManyAttempts,
            ServiceUnavailable,
          ),
        },
      },
    },
    async (request, reply) => {
      const { password, invitation } = request.body
      refuseUninvited(config, invitation)
      const identifiers = readIdentifiers(request.body, noIdentifiers)
      const confirms = confirmsEmail(deps, config)
      if (confirms) refuseAddressAsName(identifiers.username)
      refuseWeak(password, 'password', Object.values(identifiers))
      const caller = callerOf(request)
      await hourly.countRegistration(caller.address)
      const passwordHash = await passwords.hash(password)
      const { email } = identifiers
      const waits = email !== null && confirms
      const emails = waits ? { email: null, pendingEmail: email } : { email }
      const at = now()
      const { user, session } = await transact(db, async (trx) => {
        await refuseLookAlike(trx, identifiers.username)
        const user = await createUser(trx, {
          id: newId(),
          ...identifiers,
          ...emails,
          passwordHash,
          role: 'user',
          at,
        })
        const invitation_id = await useInvitation(trx, config, invitation, at)
        const detail = { ...(invitation_id && { invitation_id }) }
        const entry = { action: 'account.registered', actorId: user.id, userId: user.id, caller, detail }
        await recordAudit(trx, entry, at)
        const expiresAt = sessionExpiry(at, config)
        return { user, session: await insertSession(trx, { userId: user.id, caller, at, expiresAt }) }
      })
      outbox.wake()
      if (waits) sendConfirmation(deps, config, { userId: user.id, email })
      const data = await signIn(reply, tokens, config, user, session)
      const message = inLanguageOf(request, { zh: '注册成功', en: 'Registered.' })
      return reply.code(201).send({ success: true as const, message, data })
    },
  )
}
