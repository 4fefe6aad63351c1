import { ServiceUnavailable, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { problem, problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { findByIdentifier, replacePassword } from '../accounts/accounts.queries.ts'
import { Identifier } from '../accounts/identifiers.ts'
import { TooManyAttempts } from '../attempts/attempt-limit.ts'
import { recordAudit } from '../audit/record-audit.ts'
import { callerOf } from '../caller.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { GivenPassword } from '../passwords/password-rule.ts'
import { Code, checkSecondFactor, SecondFactorNeeded, WrongCode } from '../second-factor/check-code.ts'
import { deviceCookieOf } from './device-cookie.ts'
import { openSession } from './open-session.ts'
import { noteLogin } from './sessions.queries.ts'
import { SignedIn, signIn } from './signed-in.ts'

export const InvalidCredentials = problem('INVALID_CREDENTIALS', 401, {
  zh: '用户名或密码错误',
  en: 'The user name or the password is wrong.',
  check: 'The user name, e-mail address or phone number, and the password.',
})
export const AccountDisabled = problem('ACCOUNT_DISABLED', 403, {
  zh: '账户已被禁用',
  en: 'The account is disabled.',
  check: 'The account’s status; an administrator can enable it.',
})

const Body = Type.Object(
  {
    username: Identifier,
    phone: Identifier,
    email: Identifier,
    password: GivenPassword,
    code: Type.Optional(Code),
    device_token: Type.Optional(Type.String({ maxLength: 256 })),
  },
  { title: 'Credentials' },
)

export function logIn(app: App, deps: Deps, config: Config) {
  const schema = {
    tags: ['account'],
    summary: 'Log in',
    description:
      '`username` takes a user name, a phone number or an e-mail address. After repeated failures the account or ' +
      'the address has to wait, longer each time. A device that logged in before, and sends its cookie or `device_token`, ' +
      'is counted by itself. Who has a second factor sends `code` as well: SECOND_FACTOR_NEEDED says so.',
    body: Body,
    response: {
      200: success(SignedIn),
      ...problems(
        ValidationFailed,
        InvalidCredentials,
        SecondFactorNeeded,
        WrongCode,
        AccountDisabled,
        TooManyAttempts,
        ServiceUnavailable,
      ),
    },
  }
  const handle = async (request: FastifyRequest<{ Body: Static<typeof Body> }>, reply: FastifyReply) => {
    const data = await checkAndSignIn(deps, config, request, reply)
    return {
      success: true as const,
      message: inLanguageOf(request, { zh: '登录成功', en: 'Signed in.' }),
      data,
    }
  }
  app.post('/api/login', { schema }, handle)
  app.post('/api/v1/auth/login', { schema: { ...schema, summary: 'Log in (older path)' } }, handle)
}

async function checkAndSignIn(
  deps: Deps,
  config: Config,
  request: FastifyRequest<{ Body: Static<typeof Body> }>,
  reply: FastifyReply,
) {
  const { db, passwords, attemptLimit, tokens, outbox, now } = deps
  const { username, phone, email, password, code } = request.body
  const identifier = username ?? phone ?? email
  if (!identifier)
    throw ValidationFailed({ errors: [{ path: 'username', message: { zh: '不能缺少', en: 'is required' } }] })
  const caller = callerOf(request)

  const user = await findByIdentifier(db, identifier)
  const shown = request.body.device_token ?? deviceCookieOf(request)
  const device = user && shown ? tokens.devices.read(user.id, shown) : undefined
  const account = user ? { id: user.id, ...(device && { device }) } : { name: identifier }
  const guess = { account, address: caller.address }
  await attemptLimit.refuseBlocked(guess)
  const failure = { action: 'session.login', outcome: 'failure' as const, actorId: null, caller }
  const right = await passwords.verify(password, user?.password_hash, attemptLimit.watch(guess))
  if (!right || !user) {
    await recordAudit(db, { ...failure, userId: user?.id ?? null }, now())
    throw InvalidCredentials()
  }
  if (user.status === 'disabled') {
    await recordAudit(db, { ...failure, userId: user.id, detail: { reason: 'account_disabled' } }, now())
    throw AccountDisabled()
  }

  const wrongCode = async () => {
    await attemptLimit.watch(guess).wrong()
    await recordAudit(db, { ...failure, userId: user.id, detail: { reason: 'wrong_code' } }, now())
  }
  await checkSecondFactor(deps, user, code, wrongCode)

  let checked = user.password_hash
  if (right.outdated) {
    const renewed = await passwords.hash(password)
    if (await replacePassword(db, user.id, { from: checked, to: renewed, at: now() })) checked = renewed
  }
  const at = now()
  const session = await transact(db, async (trx) => {
    // Takes the user's row: a change of password or status is either seen here or ends this session too.
    if (!(await noteLogin(trx, { ...user, password_hash: checked }, at))) throw InvalidCredentials()
    await recordAudit(trx, { action: 'session.login', actorId: user.id, userId: user.id, caller }, at)
    return openSession(trx, tokens, config, { userId: user.id, caller, at })
  })
  outbox.wake()
  await attemptLimit.forgive(user.id, device)
  return signIn(reply, tokens, config, user, session, { device: device && shown })
}
