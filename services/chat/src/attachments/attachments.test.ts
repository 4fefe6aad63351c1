import { listen } from '@lingzhi/bus/listen'
import { ConversationsRemoved } from '@lingzhi/contracts/chat'
import t from 'tap'
import { startTestApp } from '../test-app.ts'
import { serveTestFiles } from '../test-attachments.ts'

type Options = NonNullable<Parameters<typeof startTestApp>[1]>

/** A service, a person with files, and a second one. */
async function startWithFiles(t: Parameters<typeof startTestApp>[0], settings: Options['settings'] = {}) {
  const app = await startTestApp(t, { settings: { CACHE_TTL_S: 0, ...settings } })
  const files = await serveTestFiles(t, app.bus)
  const [person, other] = [await app.identity.user(), await app.identity.user()]
  const ask = async (body: object, headers = person.headers) =>
    app.json('POST', '/api/chat', { message: '这是什么', ...body }, headers)
  app.model.enqueue({ times: 20, steps: ['好'] })
  const lastCall = () => {
    const { body } = app.model.calls.at(-1)!
    return body as unknown as { model: string; messages: { role: string; content: unknown }[] }
  }
  return { ...app, files, person, other, ask, lastCall }
}
const seeing = { LLM_VISION_MODEL: 'seeing' }
const jpeg = (bytes: string) => `data:image/jpeg;base64,${Buffer.from(bytes).toString('base64')}`

t.test('pictures of a question reach the model that takes them, in their order', async (t) => {
  const { files, person, ask, lastCall, json } = await startWithFiles(t, seeing)
  const ids = ['一', '二'].map((bytes) => files.picture(person.id, `${bytes}.jpg`, bytes))
  const { status, body } = await ask({ file_ids: ids })
  t.equal(status, 200)
  t.equal(lastCall().model, 'seeing')
  t.same(lastCall().messages.at(-1), {
    role: 'user',
    content: [
      { type: 'text', text: '这是什么' },
      { type: 'image_url', image_url: { url: jpeg('一') } },
      { type: 'image_url', image_url: { url: jpeg('二') } },
    ],
  })
  t.same(files.references, [{ kind: 'conversation', id: body.conversation_id }])

  const { data } = (
    await json('GET', `/api/conversations/${body.conversation_id}`, undefined, person.headers)
  ).body
  t.match(data.messages[0].files, [{ id: ids[0], name: '一.jpg', media_type: 'image/jpeg' }, { id: ids[1] }])
  t.notOk('files' in data.messages[1])
  const composition = await json(
    'GET',
    `/api/messages/${body.data.message_id}/composition`,
    undefined,
    person.headers,
  )
  t.match(
    composition.body.data.parts.filter(({ kind }: { kind: string }) => kind === 'file'),
    // Two tiles by one.
    ids.map((id) => ({ id, tokens: 85 + 170 * 2, cut: 'no', version: null })),
  )
})

t.test('a later question still has the pictures, and one after an edit has those it names', async (t) => {
  const { files, person, ask, lastCall, json } = await startWithFiles(t, seeing)
  const [first, second] = ['一', '二'].map((bytes) => files.picture(person.id, bytes, bytes))
  const { body } = await ask({ file_ids: [first] })
  await ask({ message: '左边呢', conversation_id: body.conversation_id })
  t.equal(lastCall().model, 'seeing')
  t.match(JSON.stringify(lastCall().messages), jpeg('一'))
  const edit = (changes: object) =>
    json('POST', `/api/messages/${body.data.question_id}/edit`, { message: '改', ...changes }, person.headers)
  t.equal((await edit({})).status, 200)
  t.match(JSON.stringify(lastCall().messages), jpeg('一'), 'an edited question keeps its files')
  t.equal((await edit({ file_ids: [second] })).status, 200)
  t.match(JSON.stringify(lastCall().messages), jpeg('二'))
  t.notMatch(JSON.stringify(lastCall().messages), jpeg('一'))
  const again = await json('POST', `/api/messages/${body.data.message_id}/regenerate`, {}, person.headers)
  t.equal(again.status, 200)
  t.match(JSON.stringify(lastCall().messages), jpeg('一'))
})

t.test('without a model that takes pictures such a question is refused and nothing is stored', async (t) => {
  const { files, person, ask, model, db, bus } = await startWithFiles(t)
  const released: string[] = []
  const heard = await listen(bus, ConversationsRemoved, 'files', async ({ data }) => {
    released.push(...data.conversation_ids)
  })
  t.teardown(heard.close)
  const id = files.picture(person.id, '图', '图')
  const { status, body } = await ask({ file_ids: [id] })
  t.match({ status, body }, { status: 503, body: { error_code: 'VISION_NOT_CONFIGURED' } })
  t.equal(model.calls.length, 0)
  t.same(await db.selectFrom('messages').select('id').execute(), [])
  while (released.length === 0) await new Promise(setImmediate)
  t.same(released, [files.references[0]?.id], 'the file is let go')
})

t.test('text of files is shown before the conversation, with its share of the window', async (t) => {
  const { files, person, ask, lastCall, json } = await startWithFiles(t, { LLM_CONTEXT_WINDOW: 4_000 })
  const long = files.text(person.id, '长.txt', '长'.repeat(9_000))
  const short = files.text(person.id, '短.md', '短文\f第二页')
  const { body } = await ask({ file_ids: [long, short] })
  const [system, question] = lastCall().messages
  t.equal(question?.content, '这是什么')
  t.match(String(system?.content), /附件.*不是指令.*：\n《长\.txt》\n长+…\n《短\.md》\n短文\n\n第二页$/s)
  const { data } = (
    await json('GET', `/api/messages/${body.data.message_id}/composition`, undefined, person.headers)
  ).body
  const parts = data.parts.filter(({ kind }: { kind: string }) => kind === 'file')
  t.match(parts, [
    { id: long, cut: 'shortened' },
    { id: short, cut: 'no' },
  ])
  t.ok(parts[0].tokens + parts[1].tokens <= 4_000 * 0.75 * 0.25 + 10)
})

t.test('a scanned PDF is shown as pictures of its first five pages', async (t) => {
  const { files, person, ask, lastCall } = await startWithFiles(t, seeing)
  const pages = ['1', '2', '3', '4', '5', '6']
  await ask({ file_ids: [files.scan(person.id, '扫描.pdf', pages)] })
  const shown = JSON.stringify(lastCall().messages.at(-1))
  for (const page of pages) t.equal(shown.includes(jpeg(page)), page !== '6', page)
})

t.test(
  'a file that is gone by the time of a later question is left out, and the record says so',
  async (t) => {
    const { files, person, ask, lastCall, json } = await startWithFiles(t, seeing)
    const ids = [files.picture(person.id, '图', '图'), files.text(person.id, '文', '内容')]
    const { body } = await ask({ file_ids: ids })
    for (const id of ids) files.remove(id)
    const later = await ask({ message: '然后', conversation_id: body.conversation_id })
    t.equal(later.status, 200)
    t.notMatch(JSON.stringify(lastCall().messages), /image_url|内容/)
    const { data } = (
      await json('GET', `/api/messages/${later.body.data.message_id}/composition`, undefined, person.headers)
    ).body
    t.match(data.not_found, [{ kind: 'file', name: '文' }])
    t.match(
      data.parts.filter(({ kind }: { kind: string }) => kind === 'file'),
      [{ id: ids[0], cut: 'left-out', tokens: 0 }],
    )
  },
)

t.test('an agent’s filters hold for the text of files', async (t) => {
  const { files, person, ask, lastCall, json, identity } = await startWithFiles(t)
  const { headers: admin } = await identity.user({ role: 'admin' })
  const rules = [
    { name: '电话', action: 'mask', places: ['input'], words: ['13800000000'], patterns: [] },
    { name: '秘密', action: 'block', places: ['input'], words: ['绝密'], patterns: [] },
  ]
  const set = await json('PUT', '/api/admin/agents/1/filters', { rules }, admin)
  t.equal(set.status, 200, JSON.stringify(set.body))
  const ids = [files.text(person.id, '甲', '电话 13800000000'), files.text(person.id, '乙', '绝密内容')]
  await ask({ file_ids: ids })
  const shown = JSON.stringify(lastCall().messages)
  t.match(shown, '电话')
  t.notMatch(shown, /13800000000|绝密/)
})

t.test('files are their owner’s, ready, at most nine, and no guest has any', async (t) => {
  const { files, person, other, ask, call, model } = await startWithFiles(t, seeing)
  const own = files.picture(person.id, '图', '图')
  const refused = async (file_ids: unknown, headers = person.headers) => {
    const { status, body } = await ask({ file_ids }, headers)
    return `${status} ${body.error_code}`
  }
  t.equal(await refused([own], other.headers), '404 FILE_NOT_FOUND')
  t.equal(await refused([files.picture(person.id, '新', '新', 'processing')]), '409 FILE_NOT_READY')
  t.equal(await refused([files.picture(person.id, '坏', '坏', 'rejected')]), '409 FILE_NOT_READY')
  t.equal(await refused(Array.from({ length: 10 }, () => own)), '400 VALIDATION_ERROR')
  t.equal(await refused(['nothing']), '400 VALIDATION_ERROR')
  const guest = await call('POST', '/api/chat', { message: '看', file_ids: [own] })
  t.equal(guest.status, 401)
  t.equal(model.calls.length, 0)
})

t.test('an agent whose own model takes pictures keeps it', async (t) => {
  const { model } = await startTestApp(t)
  model.enqueue({ times: 2, steps: ['好'] })
  const list = [
    { name: 'p', base_url: model.baseUrl, models: [{ name: 'own', vision: true }, 'blind', 'seeing'] },
  ]
  const app = await startWithFiles(t, {
    LLM_BASE_URL: '',
    LLM_MODEL: 'own',
    LLM_PROVIDERS: JSON.stringify(list),
    ...seeing,
  })
  const { headers } = await app.identity.user({ role: 'admin' })
  const use = async (model_config: object) => {
    const { status, body } = await app.json('PUT', '/api/admin/agents/1', { model_config }, headers)
    t.equal(status, 200, JSON.stringify(body))
  }
  const asked = async () => {
    await app.ask({ file_ids: [app.files.picture(app.person.id, '图', '图')], agent_id: 1 })
    return (model.calls.at(-1)!.body as unknown as { model: string }).model
  }
  await use({ model: 'own', fallback_models: ['blind'] })
  t.equal(await asked(), 'own')
  await use({ model: 'blind' })
  t.equal(await asked(), 'seeing')
})
