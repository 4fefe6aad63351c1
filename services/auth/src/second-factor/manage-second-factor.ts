import { InvalidToken, ServiceUnavailable, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { problem, problems } from '@lingzhi/contracts/problem'
import { Done, success } from '@lingzhi/contracts/reply-shapes'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireSession } from '@lingzhi/identity/identify'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { findUser } from '../accounts/accounts.queries.ts'
import { recordAudit } from '../audit/record-audit.ts'
import { callerOf } from '../caller.ts'
import type { Deps } from '../deps.ts'
import { endSessions } from '../sessions/end-sessions.ts'
import { CurrentPassword, lockProven, proofProblems, proveFresh } from '../sessions/fresh-proof.ts'
import { Code, isCode, WrongCode } from './check-code.ts'
import { enableFactor, findFactor, offerFactor, removeFactor } from './second-factor.queries.ts'
import { newRecoveryCodes } from './totp.ts'

export const SecondFactorEnabled = problem('SECOND_FACTOR_ENABLED', 409, {
  zh: '二次验证已启用',
  en: 'The second factor is on already.',
  check: 'Switch it off first (DELETE /api/user/second-factor).',
})
export const NoSecondFactor = problem('NO_SECOND_FACTOR', 409, {
  zh: '尚未设置二次验证',
  en: 'There is no second factor.',
  check: 'POST /api/user/second-factor first.',
})

const path = '/api/user/second-factor'
const State = Type.Object(
  { enabled: Type.Boolean(), recovery_codes_left: Type.Integer() },
  { title: 'SecondFactor', description: 'Whether a second factor is on.' },
)
const Offer = Type.Object(
  { secret: Type.String(), uri: Type.String() },
  { title: 'SecondFactorOffer', description: 'What an authenticator app needs.' },
)
const Codes = Type.Object(
  { recovery_codes: Type.Array(Type.String()) },
  { title: 'RecoveryCodes', description: 'For a lost phone.' },
)
const Proof = Type.Object(
  { current_password: CurrentPassword },
  { title: 'SecondFactorRequest', description: 'The proof.' },
)
const Given = Type.Object({ code: Code }, { title: 'SecondFactorCode', description: 'A code of the app.' })
const Removal = Type.Object(
  { current_password: CurrentPassword, code: Code },
  { title: 'SecondFactorRemoval', description: 'Both proofs.' },
)

/** Codes of an authenticator app as a second factor (RFC 6238). */
export function manageSecondFactor(app: App, deps: Deps) {
  const { db, totp, attemptLimit, tokens, outbox, now } = deps
  const shared = { tags: ['account'] }
  const userOf = async (request: FastifyRequest) => {
    const user = await findUser(db, principalOf(request).userId)
    if (!user) throw InvalidToken()
    return user
  }
  /** Counted like a wrong password: six digits must not be tried through. */
  const demandCode = async (request: FastifyRequest, userId: string, code: string) => {
    const account = { id: userId, device: principalOf(request).sessionId }
    const watch = attemptLimit.watch({ account, address: callerOf(request).address })
    await watch.before()
    if (await isCode(deps, userId, code)) return
    await watch.wrong()
    throw WrongCode()
  }

  app.get(
    path,
    {
      onRequest: requireSession,
      schema: {
        ...shared,
        summary: 'Show whether your second factor is on',
        response: { 200: success(State), ...problems(...userProblems) },
      },
    },
    async (request) => {
      const user = await userOf(request)
      const factor = user.second_factor_at ? await findFactor(db, user.id) : undefined
      const data = { enabled: factor !== undefined, recovery_codes_left: factor?.recovery_hashes.length ?? 0 }
      return { success: true as const, data }
    },
  )

  app.post(
    path,
    {
      onRequest: requireSession,
      schema: {
        ...shared,
        summary: 'Begin to set up a second factor',
        description:
          'Takes `current_password`. Show `uri` as a QR code; the factor is on once a code of the app was confirmed.',
        body: Proof,
        response: {
          201: success(Offer),
          ...problems(
            ...userProblems,
            ValidationFailed,
            ...proofProblems,
            SecondFactorEnabled,
            ServiceUnavailable,
          ),
        },
      },
    },
    async (request, reply) => {
      const user = await userOf(request)
      if (user.second_factor_at) throw SecondFactorEnabled()
      await proveFresh(deps, request, user, request.body.current_password, { freshLogin: false })
      const { secret, uri, sealed } = totp.create(user.id, user.username)
      await transact(db, async (trx) => {
        const { second_factor_at } = await lockProven(trx, request)
        if (second_factor_at) throw SecondFactorEnabled()
        await offerFactor(trx, user.id, sealed, now())
      })
      return reply.code(201).send({ success: true as const, data: { secret, uri } })
    },
  )

  app.post(
    `${path}/confirm`,
    {
      onRequest: requireSession,
      schema: {
        ...shared,
        summary: 'Switch the second factor on with a code of the app',
        description:
          'The recovery codes are shown this once; each signs in once, instead of a code. Ends all other sessions.',
        body: Given,
        response: {
          200: success(Codes),
          ...problems(...userProblems, ValidationFailed, WrongCode, SecondFactorEnabled, NoSecondFactor),
        },
      },
    },
    async (request) => {
      const user = await userOf(request)
      if (user.second_factor_at) throw SecondFactorEnabled()
      if (!(await findFactor(db, user.id))) throw NoSecondFactor()
      await demandCode(request, user.id, request.body.code)
      const { codes, hashes } = newRecoveryCodes()
      const at = now()
      await transact(db, async (trx) => {
        const { second_factor_at } = await lockProven(trx, request)
        if (second_factor_at) throw SecondFactorEnabled()
        // Offered again since the code was checked: no code of that secret was given.
        if ((await findFactor(trx, user.id))?.last_step === '0') throw WrongCode()
        await enableFactor(trx, user.id, hashes, at)
        const others = { except: principalOf(request).sessionId }
        await endSessions(trx, tokens, user.id, others, 'password_changed')
        const entry = { action: 'second_factor.enabled', actorId: user.id, userId: user.id }
        await recordAudit(trx, { ...entry, caller: callerOf(request) }, at)
      })
      outbox.wake()
      return { success: true as const, data: { recovery_codes: codes } }
    },
  )

  app.delete(
    path,
    {
      onRequest: requireSession,
      schema: {
        ...shared,
        summary: 'Switch the second factor off',
        description: 'Takes `current_password` and a code, of the app or a recovery code.',
        body: Removal,
        response: {
          200: Done,
          ...problems(
            ...userProblems,
            ValidationFailed,
            ...proofProblems,
            WrongCode,
            NoSecondFactor,
            ServiceUnavailable,
          ),
        },
      },
    },
    async (request) => {
      const user = await userOf(request)
      if (!user.second_factor_at) throw NoSecondFactor()
      await proveFresh(deps, request, user, request.body.current_password, { freshLogin: false })
      await demandCode(request, user.id, request.body.code)
      const at = now()
      await transact(db, async (trx) => {
        await lockProven(trx, request)
        await removeFactor(trx, user.id)
        const entry = { action: 'second_factor.disabled', actorId: user.id, userId: user.id }
        await recordAudit(trx, { ...entry, caller: callerOf(request) }, at)
      })
      return { success: true as const }
    },
  )
}
