import { listen } from '@lingzhi/bus/listen'
import { ToolServerChanged } from '@lingzhi/contracts/chat'
import { newId } from '@lingzhi/contracts/ids'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { startTestApp } from '../test-app.ts'
import { isNamed, reachServer, readServerUrl } from './reach-server.ts'
import { readCatalogue } from './read-catalogue.ts'
import { askAll, serversPath, startToolServer, startWithTools, toolSettings } from './test-tools.ts'
import { isAmong, offeredName } from './tool-names.ts'

t.test('servers of tools are administrators’ alone, and every change is told to the audit log', async (t) => {
  const { json, identity, bus } = await startTestApp(t, { settings: toolSettings })
  const admin = (await identity.user({ role: 'admin' })).headers
  const user = (await identity.user()).headers
  const told: string[] = []
  const listening = await listen(
    bus,
    ToolServerChanged,
    'test',
    async ({ data }) => void told.push(data.change),
  )
  t.teardown(() => listening.close())
  const url = 'https://tools.example.cn/mcp'
  const { status, body } = await json('POST', serversPath, { name: 'weather', url }, admin)
  t.equal(status, 201)
  t.match(body.data, { name: 'weather', url, enabled: true, status: 'unchecked', allow: [], tools: [] })
  const one = `${serversPath}/${body.data.id}`
  for (const [method, path, sent] of [
    ['GET', serversPath],
    ['POST', serversPath, { name: 'x', url }],
    ['GET', one],
    ['PUT', one, { enabled: false }],
    ['DELETE', one],
    ['POST', `${one}/check`],
  ] as const) {
    t.equal((await json(method, path, sent, user)).status, 403, `${method} ${path}`)
    t.equal((await json(method, path, sent)).status, 401)
  }
  t.equal((await json('POST', serversPath, { name: 'weather', url }, admin)).status, 409)
  for (const name of ['', 'A', 'a__b', '-a', 'a'.repeat(31), 'é'])
    t.equal((await json('POST', serversPath, { name, url }, admin)).status, 400, name)
  t.match(await json('PUT', one, { enabled: false, allow: ['a', 'a'] }, admin), {
    status: 200,
    body: { data: { enabled: false, allow: ['a'] } },
  })
  t.equal((await json('GET', serversPath, undefined, admin)).body.data.servers.length, 1)
  t.equal((await json('GET', `${serversPath}/${newId()}`, undefined, admin)).status, 404)
  t.equal((await json('DELETE', `${serversPath}/x`, undefined, admin)).status, 404)
  t.equal((await json('DELETE', one, undefined, admin)).status, 200)
  t.equal((await json('DELETE', one, undefined, admin)).status, 404)
  await eventually(async () => told.length === 3)
  t.same(told, ['created', 'changed', 'deleted'])
})

t.test('headers are stored sealed, sent, told by name only, and dropped with another origin', async (t) => {
  const tools = await startToolServer(t)
  const { json, identity, db } = await startTestApp(t, { settings: toolSettings })
  const admin = (await identity.user({ role: 'admin' })).headers
  const headers = { Authorization: 'Bearer the-key' }
  const { body } = await json(
    'POST',
    serversPath,
    { name: 'secret', url: `${tools.origin}/secret`, headers },
    admin,
  )
  t.same(body.data.header_names, ['Authorization'])
  t.notMatch(JSON.stringify(body), /the-key/)
  const row = await db.selectFrom('tool_servers').select('headers').executeTakeFirstOrThrow()
  t.notMatch(row.headers?.toString('latin1'), /the-key/)
  const one = `${serversPath}/${body.data.id}`
  t.equal((await json('POST', `${one}/check`, undefined, admin)).body.data.status, 'ok')
  const wrong = { Authorization: 'Bearer another' }
  await json('PUT', one, { headers: wrong }, admin)
  const failing = (await json('POST', `${one}/check`, undefined, admin)).body.data
  t.match(failing, { status: 'failing', problem: /401/ })
  t.ok(failing.tools.length > 0, 'what it offered before stays')
  await json('PUT', one, { headers }, admin)
  const moved = (await json('PUT', one, { url: 'https://tools.example.cn/secret' }, admin)).body.data
  t.match(moved, { header_names: [], tools: [], status: 'unchecked' })
  for (const bad of [{ 'a b': 'x' }, { a: 'é' }, { a: 'x\ny' }, { a: '' }])
    t.equal((await json('PUT', one, { headers: bad }, admin)).status, 400, JSON.stringify(bad))
})

t.test('without TOOLS_SECRET a server can have no headers', async (t) => {
  const { json, identity } = await startTestApp(t, { settings: { ...toolSettings, TOOLS_SECRET: '' } })
  const admin = (await identity.user({ role: 'admin' })).headers
  const server = { name: 'a', url: 'https://tools.example.cn/', headers: { 'x-key': 'y' } }
  t.match(await json('POST', serversPath, server, admin), {
    status: 409,
    body: { error_code: 'TOOLS_SECRET_MISSING' },
  })
  t.equal((await json('POST', serversPath, { ...server, headers: {} }, admin)).status, 201)
})

t.test('private addresses, plain http and odd addresses are refused', async (t) => {
  const { json, identity } = await startTestApp(t, {
    settings: { TOOLS_PRIVATE_HOSTS: 'near.internal:8000' },
  })
  const admin = (await identity.user({ role: 'admin' })).headers
  for (const url of [
    'http://169.254.169.254/latest',
    'https://169.254.169.254/latest',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://2130706433/',
    'https://localhost/',
    'https://chat.svc.cluster.local/',
    'http://tools.example.cn/',
    'https://user:key@tools.example.cn/',
    'file:///etc/passwd',
    'http://near.internal/',
    'not an address',
  ])
    t.match(
      await json('POST', serversPath, { name: 'a', url }, admin),
      { status: 400, body: { error_code: 'TOOL_SERVER_URL_REFUSED' } },
      url,
    )
  t.equal(
    (await json('POST', serversPath, { name: 'a', url: 'http://near.internal:8000/' }, admin)).status,
    201,
  )
  t.ok(isNamed(new URL('https://a.b'), ' A.b , c'))
  t.notOk(isNamed(new URL('https://a.b.c'), 'a.b'))
  t.equal(readServerUrl('https://tools.example.cn', '').href, 'https://tools.example.cn/')
})

t.test(
  'a name that leads to a private address is refused when it is connected to, and no redirect is followed',
  async (t) => {
    // Nobody's setting names it, so its address is looked at, which the name does not show.
    const hidden = reachServer(new URL('https://localhost/'), '')
    const failure = await hidden.fetch('https://localhost/', { method: 'POST' }).catch((err: Error) => err)
    t.match((failure as Error).cause, { message: /private address/ })
    await hidden.close()

    const tools = await startToolServer(t)
    const { json, identity } = await startTestApp(t, { settings: { ...toolSettings, TOOLS_CALL_MS: 500 } })
    const admin = (await identity.user({ role: 'admin' })).headers
    const failing = async (path: string) => {
      const server = { name: path, url: `${tools.origin}/${path}` }
      const { body } = await json('POST', serversPath, server, admin)
      return (await json('POST', `${serversPath}/${body.data.id}/check`, undefined, admin)).body.data
    }
    t.match(await failing('redirect'), { status: 'failing', problem: /redirects/ })
    t.match(await failing('silent'), { status: 'failing', problem: /in time/ })
    t.match(await failing('garbage'), { status: 'failing', tools: [] })
  },
)

t.test('what a server says of its tools is bounded, and what cannot be checked is not offered', async (t) => {
  const { server, json, admin } = await startWithTools(t, [])
  const found = (name: string) => server.tools.find((one: { name: string }) => one.name === name)
  t.match(found('add'), { title: 'Adds', read_only: true, idempotent: false, allowed: false, unusable: null })
  t.match(found('big-schema'), { unusable: /more than 32768/ })
  t.match(found('no-schema'), { unusable: /none that can be checked/ })
  t.equal(found('slow-pattern').unusable, null)
  const allow = ['big-schema', 'add']
  await json('PUT', `${serversPath}/${server.id}`, { allow }, admin)
  const { body } = await json('GET', '/api/v1/platform/tools?category=test', undefined, admin)
  t.same(
    body.data.tools.map((one: { name: string }) => one.name),
    ['test__add'],
  )

  let deep: object = {}
  for (let n = 0; n < 10_000; n++) deep = { items: deep }
  const odd = [
    ...[null, 7, {}, { name: 7 }, { name: '' }, { name: 'a\0b' }, { name: 'a' }, { name: 'a' }],
    { name: 'deep', inputSchema: deep },
    { name: 'b', inputSchema: [], annotations: 'no', description: 7, title: {} },
    ...Array.from({ length: 300 }, (_, n) => ({ name: `t${n}`, description: 'x'.repeat(5_000) })),
  ]
  const read = await readCatalogue(odd, 'odd')
  t.equal(read.length, 128)
  t.same(
    read.slice(0, 3).map(({ name, unusable }) => [name, unusable === null]),
    [
      ['a', true],
      ['deep', false],
      ['b', false],
    ],
  )
  t.ok(read.every(({ description }) => description.length <= 1_024))
})

t.test('names are what providers take, and different tools have different ones', (t) => {
  const names = ['a.b', 'a_b', 'a/b', 'x'.repeat(100), `${'x'.repeat(99)}y`, '天气', '查询'].map((tool) =>
    offeredName('s', tool),
  )
  t.equal(new Set(names).size, names.length)
  t.ok(names.every((name) => /^[A-Za-z0-9_-]{1,64}$/.test(name)))
  const tool = { server: 's', tool: 'a.b', name: names[0] ?? '' }
  t.ok(isAmong(['a.b'], tool) && isAmong([tool.name], tool) && isAmong(['s__*'], tool))
  t.notOk(isAmong(['a', '*', 'other__*'], tool))
  t.end()
})

t.test('a pattern that takes for ever holds nobody up', async (t) => {
  const started = await startWithTools(t, ['slow-pattern'])
  const args = JSON.stringify({ a: `${'a'.repeat(40)}!` })
  started.model.enqueue(
    [
      { toolCall: { name: 'test__slow-pattern', arguments: args } },
      { finish: { finishReason: 'tool_calls' } },
    ],
    ['好'],
  )
  const { told } = await askAll(started, '问')
  t.equal(told.at(-1)?.event, 'done')
})

t.test('a tool taken back, and a server switched off, are gone at once, on every replica soon', async (t) => {
  const started = await startWithTools(t, ['add'], { replicas: 2 })
  const { json, admin, server, replicas, user, model } = started
  const listed = async () => {
    const { body } = await replicas[1]!.json(
      'GET',
      '/api/v1/platform/tools?tool_type=mcp',
      undefined,
      user.headers,
    )
    return body.data.tools.length
  }
  await eventually(async () => (await listed()) === 1)
  await json('PUT', `${serversPath}/${server.id}`, { enabled: false }, admin)
  model.enqueue(['好'])
  await askAll(started, '问')
  t.notOk('tools' in (model.calls[0]?.body ?? {}))
  await eventually(async () => (await listed()) === 0)
})
