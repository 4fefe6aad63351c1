import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { openMailer } from '@lingzhi/mail/open-mailer'
import { eventually } from '@lingzhi/testing/eventually'
import { bodyOf, startMailServer } from '@lingzhi/testing/mail-server'
import t from 'tap'
import { sweep } from '../jobs/sweep.ts'
import { conversation } from '../test-chat.ts'
import { startTestJobs } from '../test-jobs.ts'

const texts = Array.from({ length: 40 }, (_, n) => `消息 ${n} ${'x'.repeat(200)}`)

t.test('a download that was interrupted is resumed to the same file', async (t) => {
  const { app, user, complete } = await startTestJobs(t, (id) => [conversation(id, 'One', texts)])
  const { job, file } = await complete({ format: 'csv' })
  const url = `${await app.listen({ port: 0 })}/api/exports/${job.id}/download`
  const get = (headers: Record<string, string> = {}, method = 'GET') =>
    fetch(url, { method, headers: { ...user.headers, ...headers } })

  const whole = await get()
  const etag = whole.headers.get('etag') ?? ''
  t.equal(etag, `"${createHash('sha256').update(file).digest('hex')}"`)
  t.equal(whole.headers.get('repr-digest'), `sha-256=:${createHash('sha256').update(file).digest('base64')}:`)
  t.equal(whole.headers.get('content-length'), String(file.length))
  t.equal(whole.headers.get('accept-ranges'), 'bytes')
  t.match(whole.headers.get('content-disposition'), /^attachment; filename="lingzhi_export_\d+\.csv"/)
  t.ok(Buffer.from(await whole.arrayBuffer()).equals(file))

  const pieces: Buffer[] = []
  for (let at = 0; at < file.length; at += 2_500) {
    const piece = await get({ range: `bytes=${at}-${at + 2_499}`, 'if-range': etag })
    t.equal(piece.status, 206)
    t.equal(
      piece.headers.get('content-range'),
      `bytes ${at}-${Math.min(at + 2_500, file.length) - 1}/${file.length}`,
    )
    pieces.push(Buffer.from(await piece.arrayBuffer()))
  }
  t.ok(Buffer.concat(pieces).equals(file))

  const another = await get({ range: 'bytes=5-', 'if-range': '"another"' })
  t.equal(another.status, 200)
  t.equal((await another.arrayBuffer()).byteLength, file.length)
  t.equal((await get({ 'if-none-match': etag })).status, 304)
  const outside = await get({ range: `bytes=${file.length}-` })
  t.equal(outside.status, 416)
  t.equal(outside.headers.get('content-range'), `bytes */${file.length}`)
  t.match(await outside.json(), { error_code: 'RANGE_NOT_SATISFIABLE' })
  const head = await get({}, 'HEAD')
  t.same([head.status, head.headers.get('content-length')], [200, String(file.length)])
  const headOfRange = await get({ range: 'bytes=0-9' }, 'HEAD')
  t.equal(headOfRange.status, 200, 'ranges are for GET alone')
})

t.test('a signed link works without a token, for its file and its time', async (t) => {
  const { call, complete, clock } = await startTestJobs(t, (id) => [conversation(id, 'One', texts)])
  const { job, file } = await complete()
  const other = await complete()
  const { url, expires_at } = (await call('POST', `/api/exports/${job.id}/link`)).json().data
  const open = (link: string) => call('GET', link, undefined, {})
  t.ok((await open(url)).rawPayload.equals(file))
  const forged = [
    url.replace(job.id, other.job.id),
    url.replace(/expires=(\d+)/, (_: string, at: string) => `expires=${Number(at) + 1}`),
    url.replace(/signature=(.)/, (_: string, first: string) => `signature=${first === 'A' ? 'B' : 'A'}`),
  ]
  for (const link of forged) t.match((await open(link)).json(), { status: 403, error_code: 'LINK_NOT_VALID' })
  clock.now = new Date(Date.parse(expires_at) + 1)
  t.match((await open(url)).json(), { status: 403, error_code: 'LINK_NOT_VALID' })
})

t.test('a letter with a working link is sent when the export is complete', async (t) => {
  const { received, settings } = await startMailServer(t)
  const { complete, call } = await startTestJobs(t, (id) => [conversation(id, 'One', texts)], {
    SMTP_HOST: settings.SMTP_HOST,
    SMTP_PORT: Number(settings.SMTP_PORT),
    PUBLIC_URL: 'https://lingzhi.example',
  })
  const { file } = await complete({ notify_email: 'someone@example.com' })
  const letter = await eventually(async () => received[0])
  t.match(letter.raw, /^To: someone@example\.com/m)
  const link = /https:\/\/lingzhi\.example(\S+)/.exec(bodyOf(letter))?.[1] ?? ''
  t.ok((await call('GET', link, undefined, {})).rawPayload.equals(file))
})

t.test('a letter waits for a mail server that is away, and is sent once', async (t) => {
  const { received, settings } = await startMailServer(t)
  const { complete, config, deps, clock } = await startTestJobs(t, (id) => [conversation(id, 'One', texts)], {
    SMTP_HOST: settings.SMTP_HOST,
    // No server listens there.
    SMTP_PORT: 1,
  })
  await complete({ notify_email: 'someone@example.com' })
  const mailer = openMailer({ ...config, SMTP_PORT: Number(settings.SMTP_PORT) })
  t.teardown(() => mailer?.close())
  clock.now = new Date(Date.now() + 60_000)
  await eventually(async () => {
    await sweep({ ...deps, mailer }, config)
    return received.length > 0
  })
  await sweep({ ...deps, mailer }, config)
  t.equal(received.length, 1)
})

t.test('files may live in an S3-compatible store instead', async (t) => {
  // Keeps what is put, and insists on a signature; it does not verify one.
  const objects = new Map<string, Buffer>()
  const s3 = createServer(async (request, response) => {
    const name = request.url ?? ''
    const body = Buffer.concat(await Array.fromAsync(request))
    if (
      !/^AWS4-HMAC-SHA256 Credential=key\/\d{8}\/eu-1\/s3\/aws4_request/.test(
        request.headers.authorization ?? '',
      )
    ) {
      return response.writeHead(403).end()
    }
    if (request.method === 'PUT') objects.set(name, body)
    if (request.method === 'DELETE') objects.delete(name)
    const object = objects.get(name)
    response
      .writeHead(request.method === 'GET' && !object ? 404 : 200)
      .end(request.method === 'GET' ? object : '')
  }).listen(0, '127.0.0.1')
  await once(s3, 'listening')
  t.teardown(() => s3.close())
  const { port } = s3.address() as { port: number }
  const { complete, call } = await startTestJobs(t, (id) => [conversation(id, 'One', texts)], {
    EXPORT_S3_URL: `http://127.0.0.1:${port}/exports`,
    EXPORT_S3_REGION: 'eu-1',
    EXPORT_S3_ACCESS_KEY_ID: 'key',
    EXPORT_S3_SECRET_ACCESS_KEY: 'secret',
  })
  const { job, file } = await complete()
  t.equal(createHash('sha256').update(file).digest('hex'), job.sha256)
  t.ok(objects.size > 1)
  await call('DELETE', `/api/exports/${job.id}`)
  t.equal(objects.size, 0)
})
