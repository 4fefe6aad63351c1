import { Scope } from '@lingzhi/contracts/auth'
import { InvalidToken, ServiceUnavailable, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { instant, newId } from '@lingzhi/contracts/ids'
import { problem, problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { printable } from '@lingzhi/contracts/shapes'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireSession } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import { findUser } from '../accounts/accounts.queries.ts'
import { recordAudit } from '../audit/record-audit.ts'
import { callerOf } from '../caller.ts'
import type { Deps } from '../deps.ts'
import { CurrentPassword, lockProven, proofProblems, proveFresh } from '../sessions/fresh-proof.ts'
import { ApiKey, newApiKey } from './api-key.ts'
import { countApiKeys, insertApiKey } from './api-keys.queries.ts'

export const TooManyApiKeys = problem('TOO_MANY_API_KEYS', 409, {
  zh: '请先撤销一个密钥：最多 50 个',
  en: 'Revoke a key first: a user may have at most 50.',
  check: 'Which keys are still in use.',
})

const keysMax = 50

const Body = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100, pattern: printable }),
    scopes: Type.Array(Scope, { minItems: 1, maxItems: 10, default: ['chat', 'export', 'read'] }),
    expires_at: Type.Optional(Type.Union([instant, Type.Null()])),
    current_password: CurrentPassword,
  },
  { title: 'NewApiKey' },
)
const Created = Type.Object(
  {
    ...ApiKey.properties,
    key: Type.String({ description: 'Shown only once: only a hash of it is stored.' }),
  },
  { title: 'CreatedApiKey' },
)

export function createApiKey(app: App, deps: Deps) {
  const { db, now } = deps
  app.post(
    '/api/user/api-keys',
    {
      onRequest: requireSession,
      schema: {
        tags: ['api keys'],
        summary: 'Create an API key',
        description:
          'Use it wherever an access token is accepted, within its scopes: chat (talk to agents), export, ' +
          'read (every GET). It cannot change the account. A key outlives the session that makes it, so this takes ' +
          '`current_password`, or a log-in of the last 5 minutes.',
        body: Body,
        response: {
          201: success(Created),
          ...problems(
            ...userProblems,
            ValidationFailed,
            ...proofProblems,
            TooManyApiKeys,
            ServiceUnavailable,
          ),
        },
      },
    },
    async (request, reply) => {
      const { userId } = principalOf(request)
      const { name, expires_at } = request.body
      const scopes = [...new Set(request.body.scopes)]
      const at = now()
      const expiresAt = expires_at ? new Date(expires_at) : null
      if (expiresAt && !(expiresAt > at)) {
        throw ValidationFailed({
          errors: [{ path: 'expires_at', message: { zh: '必须是将来的时间', en: 'is not in the future' } }],
        })
      }
      const user = await findUser(db, userId)
      if (!user) throw InvalidToken()
      await proveFresh(deps, request, user, request.body.current_password, { freshLogin: true })
      const id = newId()
      const { key, hint, hash } = newApiKey()
      await transact(db, async (trx) => {
        await lockProven(trx, request)
        if ((await countApiKeys(trx, userId)) >= keysMax) throw TooManyApiKeys()
        await insertApiKey(trx, { id, userId, name, hint, hash, scopes, at, expiresAt })
        const detail = { api_key_id: id, name, scopes }
        const caller = callerOf(request)
        await recordAudit(trx, { action: 'api_key.created', actorId: userId, userId, caller, detail }, at)
      })
      const data = {
        id,
        name,
        hint,
        scopes,
        created_at: at.toISOString(),
        expires_at: expiresAt?.toISOString() ?? null,
        last_used_at: null,
        key,
      }
      return reply.code(201).send({ success: true as const, data })
    },
  )
}
