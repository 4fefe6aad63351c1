import { bodyOf, startMailServer } from '@lingzhi/testing/mail-server'
import t from 'tap'
import { openMailer } from './open-mailer.ts'

const common = { SMTP_PORT: 587, SMTP_SECURE: false, SMTP_FROM: 'Lingzhi <no-reply@localhost>' }

t.test('without a server there is no mailer', async (t) => {
  t.equal(openMailer(common), null)
})

t.test('a letter arrives as it was written, at one address', async (t) => {
  const { received, settings } = await startMailServer(t)
  const server = { SMTP_HOST: settings.SMTP_HOST, SMTP_PORT: Number(settings.SMTP_PORT) }
  const mailer = openMailer({ ...common, ...server })
  if (!mailer) return t.fail('there is a server')
  t.teardown(mailer.close)
  await mailer.check()
  t.same(received, [])
  await mailer.send({ to: 'a@example.com', subject: '灵值', text: '第一行\nline two' })
  t.match(received, [{ to: ['a@example.com'] }])
  t.equal(bodyOf(received[0]!).trim().replaceAll('\r\n', '\n'), '第一行\nline two')
  const two = { to: 'a@example.com, b@example.com', subject: '', text: '' }
  await mailer.send(two).catch(() => {})
  t.notOk(received.some(({ to }) => to.includes('b@example.com')))
})

t.test('a server that is away is an error, in the check and when sending', async (t) => {
  const { settings } = await startMailServer(t)
  const mailer = openMailer({ ...common, SMTP_HOST: settings.SMTP_HOST, SMTP_PORT: 1 })
  if (!mailer) return t.fail('there is a server')
  t.teardown(mailer.close)
  await t.rejects(mailer.check())
  await t.rejects(mailer.send({ to: 'a@example.com', subject: '', text: '' }))
})

t.test('a password, or what is to be secret, is not said to a server without TLS', async (t) => {
  const { received, settings } = await startMailServer(t)
  const server = { ...common, SMTP_HOST: settings.SMTP_HOST, SMTP_PORT: Number(settings.SMTP_PORT) }
  const letter = { to: 'a@example.com', subject: '', text: '' }
  const send = async (more: object) => {
    const mailer = openMailer({ ...server, ...more })
    t.teardown(() => mailer?.close())
    await mailer?.send(letter)
  }
  await t.rejects(send({ SMTP_USER: 'me', SMTP_PASSWORD: 'secret' }), /STARTTLS/)
  await t.rejects(send({ SMTP_REQUIRE_TLS: true }), /STARTTLS/)
  // The operator's decision: the server is told the password, which this one does not ask for.
  const refusal = await send({ SMTP_USER: 'me', SMTP_PASSWORD: 'secret', SMTP_REQUIRE_TLS: false }).catch(
    String,
  )
  t.notMatch(refusal ?? '', /STARTTLS/)
  await send({ SMTP_REQUIRE_TLS: false })
  t.ok(received.length > 0)
})
