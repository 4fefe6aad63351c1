import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { ZipFile } from 'yazl'
import { forgetUser } from '../removing/forget-user.ts'
import { startTestApp } from '../test-app.ts'

const path = '/api/v1/platform/skills'
const file = (name: string, body = '分三段写。', more = '') =>
  `---\nname: ${name}\ndescription: 写周报的规矩\n${more}---\n\n# 说明\n${body}\n`

type Started = Awaited<ReturnType<typeof startTestApp>>
type Headers = Record<string, string>

const upload = async (
  { origin }: Started,
  bytes: Buffer | string,
  headers: Headers,
  type = 'text/markdown',
) => {
  const response = await fetch(`${origin}${path}/import`, {
    method: 'POST',
    headers: { ...headers, 'content-type': type },
    body: bytes as never,
  })
  // biome-ignore lint/suspicious/noExplicitAny: whatever the server sent; tests assert on its shape
  return { status: response.status, body: (await response.json()) as any }
}

async function zipped(files: Record<string, string>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name)
  zip.end()
  return Buffer.concat((await Array.fromAsync(zip.outputStream)) as Buffer[])
}

const promptOf = ({ model }: Started, at = -1) => String(model.calls.at(at)?.body.messages[0]?.content)

t.test('a SKILL.md comes in with what it says of itself and goes out byte for byte', async (t) => {
  const started = await startTestApp(t)
  const { json, origin, identity } = started
  const { headers } = await identity.user()
  const bytes = `\uFEFF${file('weekly-report', '正文', 'allowed-tools: Read Grep\nlicense: MIT\n').replaceAll('\n', '\r\n')}`
  const { status, body } = await upload(started, bytes, headers)
  t.equal(status, 201, JSON.stringify(body))
  t.match(body.data, {
    name: 'weekly-report',
    description: '写周报的规矩',
    allowed_tools: ['Read', 'Grep'],
    is_public: false,
    enabled: true,
    source_type: 'md',
    version: 1,
  })
  const out = async (id: string) => {
    const response = await fetch(`${origin}${path}/${id}/export`, { headers })
    return { type: response.headers.get('content-type'), bytes: Buffer.from(await response.arrayBuffer()) }
  }
  t.same((await out(body.data.id)).bytes, Buffer.from(bytes))
  const archive = await zipped({ 'report/SKILL.md': file('another'), 'report/data/table.csv': 'a,b' })
  const form = new FormData()
  form.append('file', new Blob([archive as never]), 'report.zip')
  const sent = await fetch(`${origin}${path}/import`, { method: 'POST', headers, body: form })
  const { data } = (await sent.json()) as { data: { id: string } }
  t.match(data, { name: 'another', source_type: 'zip' })
  t.match(await out(data.id), { type: 'application/zip', bytes: archive })
  t.equal((await upload(started, bytes, headers)).status, 409, 'a name is one skill’s')
  const changed = await json('PUT', `${path}/${body.data.id}`, { skill_content: '新的正文' }, headers)
  t.match(changed.body.data, { version: 2, skill_content: '新的正文' })
  await json('POST', `${path}/${body.data.id}/versions/1/restore`, undefined, headers)
  t.same((await out(body.data.id)).bytes, Buffer.from(bytes), 'also after it came back')
})

t.test('what is no skill is refused with what is wrong, and nothing of it is stored', async (t) => {
  const started = await startTestApp(t)
  const { db, identity, json } = started
  const { headers } = await identity.user()
  const bomb = `a: &a ["x","x"]\n${'bcdefgh'
    .split('')
    .map((one, n) => `${one}: &${one} [${`*${'abcdefgh'[n]},`.repeat(9)}]`)
    .join('\n')}\n`
  const cases: [string, Buffer | string, number][] = [
    ['a name that leads elsewhere', file('../x'), 400],
    ['a name of 65 characters', file('a'.repeat(65)), 400],
    ['no front matter', '# 只有正文', 400],
    ['no instructions', '---\nname: a\ndescription: b\n---\n', 400],
    ['1 MB', file('large', 'x'.repeat(1_048_576)), 413],
    ['aliases', file('bomb', 'x', bomb), 400],
    ['a tag', file('tag', 'x', 'z: !!js/function "function(){}"\n'), 201],
    ['no UTF-8', Buffer.from([0x2d, 0x2d, 0x2d, 0xff, 0xfe]), 400],
    ['a broken archive', Buffer.from('PK\x03\x04nonsense'), 400],
    ['an archive without one', await zipped({ 'readme.md': 'x' }), 400],
    [
      'an archive of many files',
      await zipped(Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`${n}`, 'x']))),
      413,
    ],
    [
      'an archive that unpacks to far too much',
      await zipped({ 'SKILL.md': file('ok'), big: '0'.repeat(4_000_000) }),
      413,
    ],
    ['an archive in an archive', await zipped({ 'SKILL.md': file('ok'), 'inner.zip': 'x' }), 400],
  ]
  for (const [what, bytes, status] of cases) {
    const refused = await upload(started, bytes, headers, 'application/octet-stream')
    t.equal(refused.status, status, `${what}: ${JSON.stringify(refused.body)}`)
  }
  const traversing = (await zipped({ 'aaaaaaaaa.md': 'x', 'SKILL.md': file('ok') })).toString('latin1')
  const link = Buffer.from(traversing.replaceAll('aaaaaaaaa.md', '../../../x.m'), 'latin1')
  t.equal((await upload(started, link, headers, 'application/zip')).status, 400, 'a path that leads out')
  t.equal((await upload(started, file('ok'), headers, 'image/png')).status, 415)
  t.equal((await json('POST', path, { name: 'A b', description: 'x', content: 'x' }, headers)).status, 400)
  t.match(await db.selectFrom('skills').select('name').execute(), [{ name: 'tag' }])
})

t.test('skills are private; others see published ones, and use those that they switched on', async (t) => {
  const started = await startTestApp(t)
  const { json, identity, model } = started
  const [owner, other] = [await identity.user(), await identity.user()]
  const { body } = await upload(started, file('weekly'), owner.headers)
  const at = `${path}/${body.data.id}`
  t.equal((await json('GET', at, undefined, other.headers)).status, 404)
  t.equal((await json('PUT', at, { is_default: true }, owner.headers)).status, 403)
  await json('PUT', at, { is_public: true }, owner.headers)
  t.match((await json('GET', at, undefined, other.headers)).body.data, { enabled: false })
  t.equal((await json('PUT', at, { category: 'x' }, other.headers)).status, 403)
  model.enqueue({ times: 'always', steps: ['好'] })
  const ask = (message: string, headers: Headers, more: object = {}) =>
    json('POST', '/api/chat', { message, ...more }, headers)
  await ask('一', other.headers)
  t.notMatch(promptOf(started), 'weekly', 'what nobody switched on is not there')
  t.match((await json('PUT', `${at}/enabled`, { enabled: true }, other.headers)).body.data, { enabled: true })
  await ask('二', other.headers)
  t.match(promptOf(started), /可用技能：\n- weekly：写周报的规矩/)
  const third = await identity.user()
  await ask('用 $weekly 写', third.headers)
  t.notMatch(promptOf(started), '分三段写', 'a name that a stranger took gives nothing to who types it')
  await json('PUT', at, { status: 'archived' }, owner.headers)
  for (const { headers } of [owner, other]) {
    await ask('三', headers)
    t.notMatch(promptOf(started), 'weekly', 'an archived one is in nobody’s catalogue')
  }
  const hidden = await upload(started, file('hidden'), owner.headers)
  const asked = await ask('四', other.headers, { skill_ids: [hidden.body.data.id] })
  t.notMatch(promptOf(started), 'hidden')
  const { data } = (
    await json('GET', `/api/messages/${asked.body.data.message_id}/composition`, undefined, other.headers)
  ).body
  t.same(data.not_found, [{ kind: 'skill', name: hidden.body.data.id }])
})

t.test(
  'names are unique among one’s own, official ones are reserved, and of many at once one gets it',
  async (t) => {
    const started = await startTestApp(t)
    const { json, identity } = started
    const [user, other, admin] = [
      await identity.user(),
      await identity.user(),
      await identity.user({ role: 'admin' }),
    ]
    const add = (name: string, { headers }: typeof user, more: object = {}) =>
      json('POST', path, { name, description: '写', skill_content: '写', ...more }, headers)
    const change = (id: string, body: object, { headers }: typeof user) =>
      json('PUT', `${path}/${id}`, body, headers)
    const statuses = (told: { status: number }[]) => told.map(({ status }) => status).sort()
    const taken = { status: 409, body: { error_code: 'SKILL_NAME_TAKEN' } }

    const early = (await add('report', user)).body.data.id
    t.equal((await add('report', admin, { is_public: true })).status, 201)
    t.match(await add('report', other), taken, 'it is the official one’s')
    t.match(await change(early, { is_public: true }, user), taken)
    t.match(await change(early, { is_public: true }, admin), taken)
    t.equal((await change(early, { description: '自己的' }, user)).status, 200, 'one that was there stays')

    const [one, two] = [(await add('one', user)).body.data.id, (await add('two', user)).body.data.id]
    t.same(
      statuses(await Promise.all([one, two].map((id) => change(id, { name: 'both' }, user)))),
      [200, 409],
    )
    t.same(statuses(await Promise.all([1, 2, 3].map(() => add('new', user)))), [201, 409, 409])
    const both = [(await add('shared', user)).body.data.id, (await add('shared', other)).body.data.id]
    t.same(
      statuses(await Promise.all(both.map((id) => change(id, { is_public: true }, admin)))),
      [200, 409],
      'published by administrators',
    )
    const shown = [(await add('shown', user)).body.data.id, (await add('shown', other)).body.data.id]
    for (const [at, owner] of [user, other].entries())
      t.equal((await change(shown[at], { is_public: true }, owner)).status, 200, 'nobody’s is official')
    t.same(
      statuses(await Promise.all(shown.map((id) => change(id, { description: '好' }, admin)))),
      [200, 409],
      'what an administrator changes becomes official',
    )
  },
)

t.test('a skill named in a question, or always applied, is sent once in a conversation', async (t) => {
  const started = await startTestApp(t)
  const { json, identity, model, db } = started
  const { headers } = await identity.user()
  await upload(started, file('weekly', '写成三段'), headers)
  await upload(
    started,
    file('polite', '要有礼貌', 'always-apply: true\n').replace('写周报的规矩', '待人'),
    headers,
  )
  model.enqueue({ times: 'always', steps: ['好'] })
  let conversation_id: string | undefined
  const sent: string[][] = []
  for (const message of ['你好', '用 $weekly 写 $unknown', '再用 $weekly', '四', '五']) {
    const { body } = await json('POST', '/api/chat', { message, conversation_id }, headers)
    conversation_id = body.conversation_id
    sent.push(['写成三段', '要有礼貌'].filter((text) => promptOf(started).includes(text)))
    t.match(String(model.calls.at(-1)?.body.messages.at(-1)?.content), message, 'the question stays as it is')
  }
  t.same(sent, [['要有礼貌'], ['写成三段'], [], [], []])
  t.match(promptOf(started), /- weekly：/)
  await eventually(async () => {
    const rows = await db.selectFrom('user_skills').select('uses').execute()
    return rows.length === 2 && rows.every(({ uses }) => Number(uses) === 1)
  })
})

t.test('where the window is small skills give way, and the question and the agent stay', async (t) => {
  const started = await startTestApp(t, { settings: { LLM_CONTEXT_WINDOW: 2_048 } })
  const { json, identity, model } = started
  const { headers } = await identity.user()
  await upload(started, file('long', '很长'.repeat(1_500)), headers)
  model.enqueue({ times: 'always', steps: ['好'] })
  const { body } = await json('POST', '/api/chat', { message: `$long ${'问'.repeat(300)}` }, headers)
  t.notMatch(promptOf(started), '很长')
  t.match(promptOf(started), '开场白')
  const { data } = (
    await json('GET', `/api/messages/${body.data.message_id}/composition`, undefined, headers)
  ).body
  t.match(data.parts, [{ kind: 'agent' }, { kind: 'skills' }, { kind: 'skill', cut: 'left-out', tokens: 0 }])
  t.ok(data.tokens <= data.room)
})

t.test('an account’s skills go with it', async (t) => {
  const started = await startTestApp(t)
  const { db, deps, identity } = started
  const { id, headers } = await identity.user()
  await upload(started, file('weekly'), headers)
  await forgetUser(deps, id)
  t.same(await db.selectFrom('skills').select('id').execute(), [])
  t.same(await db.selectFrom('skill_versions').select('skill_id').execute(), [])
})
