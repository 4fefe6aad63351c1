import { UserEvicted } from '@lingzhi/contracts/auth'
import { newId } from '@lingzhi/contracts/ids'
import { eventually } from '@lingzhi/testing/eventually'
import { bodyOf, startMailServer } from '@lingzhi/testing/mail-server'
import t from 'tap'
import { findJob, releaseNotice } from '../jobs/jobs.queries.ts'
import { countLetter } from '../notices/letters.queries.ts'
import { sendNotice } from '../notices/send-notice.ts'
import { conversation } from '../test-chat.ts'
import { startTestJobs } from '../test-jobs.ts'

const one = (id: string) => [conversation(id, 'One', ['a', 'b'])]

t.test('a link dies with its owner’s account, and comes back with it', async (t) => {
  const { call, complete, identity, user } = await startTestJobs(t, one)
  const { job } = await complete()
  const { url } = (await call('POST', `/api/exports/${job.id}/link`)).json().data
  const open = async () => (await call('GET', url, undefined, {})).statusCode
  t.equal(await open(), 200)
  const account = identity.accounts.get(user.id)!
  identity.accounts.set(user.id, { ...account, status: 'disabled' })
  t.equal(await open(), 403)
  identity.accounts.delete(user.id)
  t.equal(await open(), 403)
  identity.accounts.set(user.id, account)
  t.equal(await open(), 200)
})

t.test('a link to everybody’s conversations dies with its owner’s role', async (t) => {
  const { call, complete, identity, user } = await startTestJobs(t, one, { admin: true })
  const { job } = await complete({ scope: 'all' })
  const { url } = (await call('POST', `/api/exports/${job.id}/link`)).json().data
  t.equal((await call('GET', url, undefined, {})).statusCode, 200)
  identity.accounts.set(user.id, { ...identity.accounts.get(user.id)!, role: 'user' })
  t.match((await call('GET', url, undefined, {})).json(), { status: 403, error_code: 'LINK_NOT_VALID' })
})

t.test('links are taken back by their owner alone, and new ones work', async (t) => {
  const { call, complete, identity } = await startTestJobs(t, one)
  const { job } = await complete()
  const link = async (): Promise<string> =>
    (await call('POST', `/api/exports/${job.id}/link`)).json().data.url
  const open = async (url: string) => (await call('GET', url, undefined, {})).statusCode
  const old = await link()
  const stranger = await identity.user()
  t.equal((await call('DELETE', `/api/exports/${job.id}/link`, undefined, stranger.headers)).statusCode, 404)
  t.equal((await call('DELETE', `/api/exports/${job.id}/link`, undefined, {})).statusCode, 401)
  t.equal(await open(old), 200)
  t.equal((await call('DELETE', `/api/exports/${job.id}/link`)).statusCode, 200)
  t.equal(await open(old), 403)
  t.equal(await open(await link()), 200)
})

t.test('an account taken back takes every link back', async (t) => {
  const { call, complete, deps, user } = await startTestJobs(t, one)
  const { job } = await complete()
  const { url } = (await call('POST', `/api/exports/${job.id}/link`)).json().data
  const fact = { id: newId(), at: new Date().toISOString(), data: { user_id: user.id } }
  await deps.bus.js.publish(deps.bus.subject(UserEvicted.subject), JSON.stringify(fact))
  await eventually(async () => (await call('GET', url, undefined, {})).statusCode === 403)
  t.pass()
})

t.test('letters go to the account’s own address, and nowhere else', async (t) => {
  const { received, settings } = await startMailServer(t)
  const { call, complete, config, deps, identity, user, db } = await startTestJobs(t, one, {
    SMTP_HOST: settings.SMTP_HOST,
    SMTP_PORT: Number(settings.SMTP_PORT),
  })
  const refused = await call('POST', '/api/exports', { notify_email: 'stranger@elsewhere.example' })
  t.match(refused.json(), { status: 400, errors: [{ path: 'notify_email' }] })
  const { id } = (await complete({ notify_email: 'Someone@Example.com' })).job
  t.match(await eventually(async () => received[0]), { to: ['Someone@example.com'] })
  identity.accounts.set(user.id, { ...identity.accounts.get(user.id)!, email: 'another@example.com' })
  // As if its letter had not been sent yet.
  await releaseNotice(db, id)
  await sendNotice(deps, config, (await findJob(db, id))!)
  t.equal(received.length, 1, 'nor to one that is not the account’s any more')
})

t.test('an address gets so many letters a day, whoever asks for them', async (t) => {
  const { db } = await startTestJobs(t, one)
  const letter = (at: string, address = 'a@example.com') =>
    db.transaction().execute((trx) => countLetter(trx, { userId: newId(), address, at: new Date(at) }, 2))
  t.equal(await letter('2026-05-01T00:00:00Z'), true)
  t.equal(await letter('2026-05-01T12:00:00Z'), true)
  t.equal(await letter('2026-05-01T23:00:00Z'), false)
  t.equal(await letter('2026-05-01T23:00:00Z', 'b@example.com'), true)
  t.equal(await letter('2026-05-02T00:00:01Z'), true)
})

t.test('without a mail server any address is taken, as nothing is sent', async (t) => {
  const { call } = await startTestJobs(t, one)
  t.equal((await call('POST', '/api/exports', { notify_email: 'a@elsewhere.example' })).statusCode, 202)
})

t.test(
  'the link in a letter lives no longer than any other, and is not there for everybody’s conversations',
  async (t) => {
    const { received, settings } = await startMailServer(t)
    const { complete } = await startTestJobs(t, one, {
      SMTP_HOST: settings.SMTP_HOST,
      SMTP_PORT: Number(settings.SMTP_PORT),
      EXPORT_LINK_HOURS: 2,
      admin: true,
    })
    await complete({ notify_email: 'someone@example.com' })
    const letter = await eventually(async () => received[0])
    const expires = Number(/expires=(\d+)/.exec(bodyOf(letter))?.[1]) * 1_000
    t.ok(expires <= Date.now() + 2 * 3_600_000)
    await complete({ notify_email: 'someone@example.com', scope: 'all' })
    const second = await eventually(async () => received[1])
    t.notMatch(bodyOf(second), /signature=/)
  },
)
