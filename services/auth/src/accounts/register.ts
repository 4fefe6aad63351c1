import { ServiceUnavailable, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { newId } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { Type } from 'typebox'
import { recordAudit } from '../audit/record-audit.ts'
import { callerOf } from '../caller.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { NewPassword, refuseWeak, WeakPassword } from '../passwords/password-rule.ts'
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

const Body = Type.Object(
  { username: Username, password: NewPassword, ...contactFields },
  { title: 'NewUser' },
)

export function register(app: App, { db, passwords, tokens, outbox, now }: Deps, config: Config) {
  app.post(
    '/api/register',
    {
      schema: {
        tags: ['account'],
        summary: 'Create an account and log in',
        body: Body,
        response: {
          201: success(SignedIn),
          ...problems(
            ValidationFailed,
            InvalidPhoneFormat,
            InvalidEmailFormat,
            WeakPassword,
            UsernameExists,
            PhoneExists,
            EmailExists,
            ServiceUnavailable,
          ),
        },
      },
    },
    async (request, reply) => {
      const { password } = request.body
      const identifiers = readIdentifiers(request.body, noIdentifiers)
      refuseWeak(password, 'password', Object.values(identifiers))
      const passwordHash = await passwords.hash(password)
      const caller = callerOf(request)
      const at = now()
      const { user, session } = await transact(db, async (trx) => {
        const user = await createUser(trx, { id: newId(), ...identifiers, passwordHash, role: 'user', at })
        await recordAudit(
          trx,
          { action: 'account.registered', actorId: user.id, userId: user.id, caller },
          at,
        )
        const expiresAt = sessionExpiry(at, config)
        return { user, session: await insertSession(trx, { userId: user.id, caller, at, expiresAt }) }
      })
      outbox.wake()
      const data = await signIn(reply, tokens, config, user, session)
      const message = inLanguageOf(request, { zh: '注册成功', en: 'Registered.' })
      return reply.code(201).send({ success: true as const, message, data })
    },
  )
}
