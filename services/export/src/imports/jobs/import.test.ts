import { Readable } from 'node:stream'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { newId } from '@lingzhi/contracts/ids'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { forgetUser } from '../../jobs/forget-user.ts'
import { exportedLines, startTestImports } from '../../test-imports.ts'
import { findImport, insertImport } from './import-jobs.queries.ts'
import { sweepImports } from './sweep-imports.ts'

const service = await startTestImports(t, { IMPORT_JOBS_PER_DAY: 1_000 })
const { call, chat, upload, ended, importFile, identity, db, app } = service
t.afterEach(() => chat.clear())

const lines = exportedLines(3, 5)
const ndjson = lines.join('')
const asJson = (from: string[]) => {
  const [head, ...rest] = from.map((line) => JSON.parse(line))
  const conversations: Record<string, unknown>[] = []
  for (const { type, ...line } of rest) {
    if (type === 'conversation') conversations.push({ type, ...line, messages: [] })
    if (type === 'message') (conversations.at(-1)?.messages as object[] | undefined)?.push({ type, ...line })
  }
  return JSON.stringify({ format: head.format, format_version: head.format_version, conversations })
}

/** A file goes when its import has ended, a moment behind that. */
const noFileLeft = () =>
  eventually(async () => (await db.selectFrom('import_parts').select('object').execute()).length === 0)

t.test('an export comes in, however it is packed, and once', async (t) => {
  const first = await importFile(ndjson)
  t.match(first, {
    status: 'completed',
    format: 'lingzhi-ndjson',
    percent: 100,
    conversations: { new: 3, existing: 0, skipped: 0 },
    messages: { new: 15, existing: 0 },
  })
  const sent = [...chat.lines]
  for (const [file, format] of [
    [gzipSync(ndjson), 'lingzhi-ndjson'],
    [Buffer.concat(lines.map((line) => gzipSync(line))), 'lingzhi-ndjson'],
    [Buffer.concat(lines.map((line) => zstdCompressSync(line))), 'lingzhi-ndjson'],
    [`\ufeff${asJson(lines)}`, 'lingzhi-json'],
    [gzipSync(asJson(lines)), 'lingzhi-json'],
  ] as const) {
    const again = await importFile(file)
    t.match(again, {
      status: 'completed',
      format,
      conversations: { new: 0, existing: 3 },
      messages: { existing: 15 },
    })
  }
  t.same(chat.lines, sent)
  t.same(
    sent.filter(({ type }) => type === 'conversation').map(({ title }) => title),
    ['第 0 个', '第 1 个', '第 2 个'],
  )
  await noFileLeft()
})

t.test('a form, its field before the file', async (t) => {
  const form = new FormData()
  form.set('dry_run', 'true')
  form.set('file', new Blob([ndjson]), '我的对话.ndjson')
  const request = new Request('http://x', { method: 'POST', body: form })
  const headers = { ...service.user.headers, 'content-type': request.headers.get('content-type') ?? '' }
  const reply = await call('POST', '/api/imports', Buffer.from(await request.arrayBuffer()), headers)
  t.equal(reply.statusCode, 202)
  const { id } = reply.json().data
  t.match(await ended(id), { dry_run: true, status: 'completed', file_name: '我的对话.ndjson' })
  // The file of a dry run is kept for a while.
  t.equal((await call('DELETE', `/api/imports/${id}`)).statusCode, 200)
})

t.test('a form that leaves in doubt whether it is a dry run changes nothing', async (t) => {
  const field = (value: string) => `--x\r\ncontent-disposition: form-data; name="dry_run"\r\n\r\n${value}\r\n`
  const large = exportedLines(1, 2, () => '长'.repeat(300_000)).join('')
  const file = `--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n${large}\r\n`
  const headers = { ...service.user.headers, 'content-type': 'multipart/form-data; boundary=x' }
  const send = (form: string) => call('POST', '/api/imports', Buffer.from(`${form}--x--\r\n`), headers)
  t.match((await send(field('perhaps') + file)).json(), { status: 400, error_code: 'VALIDATION_ERROR' })
  t.match((await send(file + field('true'))).json(), { status: 400, error_code: 'BAD_REQUEST' })
  for (const yes of ['True', 'YES', ' on ']) {
    const { id } = (await send(field(yes) + file)).json().data
    t.match(await ended(id), { dry_run: true, status: 'completed' }, yes)
    await call('DELETE', `/api/imports/${id}`)
  }
  t.same(chat.lines, [])
  await noFileLeft()
})

t.test('two who apply one dry run at once get one import', async (t) => {
  const dry = await importFile(ndjson, '?dry_run=true')
  const apply = () => call('POST', `/api/imports/${dry.id}/apply`)
  const replies = await Promise.all([apply(), apply(), apply()])
  t.same(replies.map(({ statusCode }) => statusCode).sort(), [202, 410, 410])
  const one = replies.find(({ statusCode }) => statusCode === 202)
  t.match(await ended(one?.json().data.id), { status: 'completed', conversations: { new: 3 } })
})

t.test('parts of an earlier attempt, which the file does not have, are none of it', async (t) => {
  const { id } = (await call('POST', '/api/imports/uploads', {})).json().data
  const put = (n: number, bytes: string) => call('PUT', `/api/imports/${id}/parts/${n}`, Buffer.from(bytes))
  await put(3, 'the end of small parts')
  await put(1, ndjson.slice(0, 500))
  await put(2, ndjson.slice(500))
  t.equal((await call('POST', `/api/imports/${id}/complete`, { parts: 2 })).statusCode, 202)
  t.match(await ended(id), { status: 'completed', messages: { new: 15 } })
  await noFileLeft()
})

t.test('no file has more parts than may be sent, whatever number is told', async (t) => {
  const { id } = (await call('POST', '/api/imports/uploads', {})).json().data
  await call('PUT', `/api/imports/${id}/parts/1`, Buffer.from(ndjson))
  for (const parts of [10_001, 2 ** 31, Number.MAX_SAFE_INTEGER, 1e300]) {
    const refused = await call('POST', `/api/imports/${id}/complete`, { parts })
    t.match([refused.statusCode, refused.json().error_code], [400, 'VALIDATION_ERROR'], `${parts}`)
  }
  t.equal((await call('POST', `/api/imports/${id}/complete`, { parts: 1 })).statusCode, 202)
  await ended(id)
})

t.test('a dry run changes nothing, and its file is imported without sending it again', async (t) => {
  const dry = await importFile(ndjson, '?dry_run=true')
  t.match(dry, { dry_run: true, conversations: { new: 3 }, messages: { new: 15 } })
  t.same(chat.lines, [])
  const applied = await call('POST', `/api/imports/${dry.id}/apply`)
  t.equal(applied.statusCode, 202)
  t.match(await ended(applied.json().data.id), {
    dry_run: false,
    conversations: { new: 3 },
    bytes: dry.bytes,
  })
  t.equal((await call('POST', `/api/imports/${dry.id}/apply`)).statusCode, 410)
  const report = await call('GET', `/api/imports/${dry.id}/report`)
  t.match(report.json().data, { skipped: [], left_out: 0, import: { id: dry.id } })
  t.match(report.headers['content-disposition'], /attachment/)
})

t.test('a file in parts, in any order, one of them twice and one of them late', async (t) => {
  const begun = await call('POST', '/api/imports/uploads', { file_name: 'x.ndjson' })
  t.equal(begun.statusCode, 201)
  const { id } = begun.json().data
  const bytes = Buffer.from(ndjson)
  const part = (n: number) => bytes.subarray((n - 1) * 1_000, n * 1_000)
  const last = Math.ceil(bytes.length / 1_000)
  for (let n = last; n > 1; n--) await call('PUT', `/api/imports/${id}/parts/${n}`, part(n))
  const missing = await call('POST', `/api/imports/${id}/complete`)
  t.equal(missing.statusCode, 409)
  t.match(missing.json(), { error_code: 'IMPORT_PARTS_MISSING', missing_parts: [1] })
  await call('PUT', `/api/imports/${id}/parts/1`, Buffer.from('not it'))
  t.equal((await call('PUT', `/api/imports/${id}/parts/1`, part(1))).json().data.bytes, 1_000)
  t.equal((await call('GET', `/api/imports/${id}`)).json().data.parts.length, last)
  t.equal((await call('POST', `/api/imports/${id}/complete`, { parts: last })).statusCode, 202)
  t.match(await ended(id), { status: 'completed', bytes: bytes.length, messages: { new: 15 } })
  t.equal((await call('PUT', `/api/imports/${id}/parts/1`, part(1))).statusCode, 409)
})

t.test('an upload that is completed before any of it came is told so', async (t) => {
  const { id } = (await call('POST', '/api/imports/uploads', { file_name: 'x.ndjson' })).json().data
  for (const said of [undefined, {}, { parts: 2 }]) {
    const refused = await call('POST', `/api/imports/${id}/complete`, said)
    t.equal(refused.statusCode, 409)
    t.match(refused.json(), { error_code: 'IMPORT_PARTS_MISSING', detail: '还没有上传文件的任何内容' })
  }
  t.equal((await call('DELETE', `/api/imports/${id}`)).statusCode, 200)
})

t.test('an import that is cancelled keeps no file and stores no more', async (t) => {
  const held = Promise.withResolvers<void>()
  chat.beforeBatch = () => held.promise
  const job = await upload(exportedLines(2, 3_000).join(''))
  t.equal((await call('POST', `/api/imports/${job.id}/cancel`)).statusCode, 200)
  held.resolve()
  chat.beforeBatch = async () => {}
  t.equal((await ended(job.id)).status, 'cancelled')
  t.equal((await call('POST', `/api/imports/${job.id}/cancel`)).statusCode, 200)
})

t.test(
  'what belongs to somebody else is not there, and what is asked without a token is refused',
  async (t) => {
    const other = await identity.user()
    const { id } = await importFile(ndjson)
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/events'],
      ['GET', '/report'],
      ['POST', '/cancel'],
      ['POST', '/apply'],
      ['POST', '/complete'],
      ['DELETE', ''],
    ] as const) {
      t.equal(
        (await call(method, `/api/imports/${id}${path}`, undefined, other.headers)).statusCode,
        404,
        path,
      )
      t.equal((await call(method, `/api/imports/${id}${path}`, undefined, {})).statusCode, 401, path)
    }
    t.equal((await call('DELETE', `/api/imports/${id}`)).statusCode, 200)
    t.equal((await call('GET', `/api/imports/${id}`)).statusCode, 404)
  },
)

t.test('an administrator imports for a user, and nobody else does', async (t) => {
  const admin = await identity.user({ role: 'admin' })
  const { id: userId } = await identity.user()
  const forUser = `?user_id=${userId}`
  t.equal((await call('POST', `/api/imports${forUser}`, Buffer.from(ndjson))).statusCode, 403)
  const unknown = await call('POST', '/api/imports?user_id=nobody', Buffer.from(ndjson), admin.headers)
  t.equal(unknown.statusCode, 400)
  const job = await importFile(ndjson, forUser, admin.headers)
  t.match(job, { status: 'completed', user_id: userId })
  t.equal(chat.batches.at(-1)?.user_id, userId)
})

t.test('a file that is empty is refused at once, and takes no place', async (t) => {
  const { headers } = await identity.user()
  const form = '--x\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n\r\n--x--\r\n'
  for (const [body, type] of [
    ['', 'application/octet-stream'],
    [form, 'multipart/form-data; boundary=x'],
  ] as const)
    for (let time = 0; time < 4; time++) {
      const reply = await app.inject({
        method: 'POST',
        url: '/api/imports',
        headers: { ...headers, 'content-type': type },
        payload: Readable.from(body === '' ? [] : [Buffer.from(body)]),
      })
      t.match([reply.statusCode, reply.json().error_code], [400, 'BAD_REQUEST'])
    }
  t.same((await call('GET', '/api/imports', undefined, headers)).json().data.imports, [])
})

t.test('an upload ends soon when its receiver is gone, and one in parts does not', async (t) => {
  const { id: userId } = await identity.user()
  const begun = { user_id: userId, requested_by: userId, dry_run: false }
  const ago = new Date(Date.now() - 60_000)
  const [left, coming, parts] = [newId(), newId(), newId()]
  for (const [id, run, seen_at] of [
    [left, newId(), ago],
    [coming, newId(), new Date()],
    [parts, null, ago],
  ] as const)
    await insertImport(db, { ...begun, id, run, seen_at, created_at: ago })
  await sweepImports(service.deps, service.config)
  const statuses = await Promise.all([left, coming, parts].map((id) => findImport(db, id)))
  t.same(
    statuses.map((job) => job?.status),
    ['cancelled', 'uploading', 'uploading'],
  )
  for (const id of [coming, parts]) await db.deleteFrom('import_jobs').where('id', '=', id).execute()
})

t.test('an upload that is heard of is not ended, however slowly it comes', async (t) => {
  const { headers } = await identity.user()
  const held = Promise.withResolvers<void>()
  const slowly = async function* () {
    yield Buffer.from(ndjson.slice(0, 100))
    await held.promise
    yield Buffer.from(ndjson.slice(100))
  }
  const type = { 'content-type': 'application/octet-stream' }
  const reply = app.inject({
    method: 'POST',
    url: '/api/imports',
    headers: { ...headers, ...type },
    payload: Readable.from(slowly()),
  })
  const job = await eventually(async () => {
    const { body } = await call('GET', '/api/imports', undefined, headers)
    return JSON.parse(body).data.imports[0]
  })
  await db
    .updateTable('import_jobs')
    .set({ seen_at: new Date(Date.now() - 60_000) })
    .where('id', '=', job.id)
    .execute()
  await eventually(async () => {
    const seen = (await findImport(db, job.id))?.seen_at
    return seen && Date.now() - seen.getTime() < 30_000
  })
  await sweepImports(service.deps, service.config)
  held.resolve()
  t.equal((await reply).statusCode, 202)
  t.equal((await service.ended(job.id, headers)).status, 'completed')
})

t.test('an upload that is too large leaves nothing behind', async (t) => {
  const reply = await call('POST', '/api/imports', Buffer.alloc(33 * 1024 ** 2, 'x'))
  t.equal(reply.statusCode, 413)
  await noFileLeft()
})

t.test(
  'who has as many imports under way as may be waits, and a deleted account leaves nothing',
  async (t) => {
    const greedy = await identity.user()
    const begin = () => call('POST', '/api/imports/uploads', {}, greedy.headers)
    const begun = [await begin(), await begin(), await begin()]
    t.same(
      begun.map(({ statusCode }) => statusCode),
      [201, 201, 201],
    )
    const refused = await begin()
    t.match(refused.json(), { status: 429, error_code: 'IMPORT_QUOTA_EXCEEDED', retry_after: 30 })
    const { id } = begun[0]?.json().data ?? {}
    t.equal(
      (await call('PUT', `/api/imports/${id}/parts/1`, Buffer.from('x'), greedy.headers)).statusCode,
      200,
    )
    await forgetUser(service.deps, greedy.id)
    const of = (table: 'import_jobs' | 'import_parts') => db.selectFrom(table).selectAll().execute()
    t.notOk(
      (await of('import_jobs')).some(
        ({ requested_by }: { requested_by?: string }) => requested_by === greedy.id,
      ),
    )
    t.same(await of('import_parts'), [])
    t.same(await db.selectFrom('import_starts').selectAll().where('user_id', '=', greedy.id).execute(), [])
  },
)
