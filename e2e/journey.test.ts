import { execFile } from 'node:child_process'
import { request } from 'node:http'
import { promisify } from 'node:util'
import { upstreamNames } from '@lingzhi/contracts/services'
import { eventually } from '@lingzhi/testing/eventually'
import { readEvents } from '@lingzhi/testing/read-events'
import t from 'tap'
import type { Client, Json } from './client.ts'
import { createClient } from './client.ts'
import { noonZone } from './noon-zone.ts'
import type { Stack } from './start-stack.ts'
import { dataDir, ownEnvironment, startStack } from './start-stack.ts'

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

t.test('a newcomer’s journey through the stack that npm start starts', async (t) => {
  const folder = dataDir(t)
  const fast = {
    DEMO_MODEL_CHARS_PER_SECOND: '0',
    DEMO_MODEL_CONTROL: '1',
    RATE_LIMIT_FACTOR: '100',
    TIMEZONE: noonZone(),
  }
  const stack = await startStack(t, folder, ['--scale', 'chat=2'], fast)
  const guest = createClient(stack.gateway_url)
  const account = {
    username: 'linlin',
    password: 'a sound password',
    phone: '13800138000',
    email: 'Lin@example.com',
  }
  let token = ''
  let conversationId = ''

  await t.test('health and readiness', async (t) => {
    t.same((await guest.get('/api/health')).body, { status: 'ok' })
    t.same((await guest.get('/api/v1/health')).body, { status: 'ok' })
    const ready = await guest.get('/api/health/ready')
    t.equal(ready.status, 200)
    for (const service of upstreamNames) t.equal(ready.body.services[service].status, 'ok')
    t.equal(stack.processes.filter(({ name }) => name.startsWith('chat-')).length, 2)
  })

  await t.test('register, log in by each identifier, read the own record', async (t) => {
    const registered = await guest.post('/api/register', account)
    t.equal(registered.status, 201)
    t.match(registered.body.data, { token_type: /bearer/i, user: { username: 'linlin', role: 'user' } })
    t.equal(registered.body.data.token, registered.body.data.access_token)
    for (const username of [account.username, account.phone, 'lin@EXAMPLE.com']) {
      const login = await guest.post('/api/login', { username, password: account.password })
      t.equal(login.status, 200, username)
      token = login.body.data.token
    }
    const info = await guest.as(token).get('/api/user/info')
    t.match(info.text, /"linlin"/)
    t.match((await guest.post('/api/register', account)).body, { status: 409, success: false })
    t.match((await guest.post('/api/login', { username: 'linlin', password: 'wrong' })).body, {
      status: 401,
      error_code: 'INVALID_CREDENTIALS',
    })
    const admin = await guest.post('/api/login', stack.admin)
    t.equal(admin.body.data.user.role, 'admin')
  })

  const me = () => guest.as(token)

  await t.test('agents are listed, the default first', async (t) => {
    const { body } = await guest.get('/api/agents')
    t.match(body.data.agents[0], { id: 1, name: '灵值生态园' })
  })

  await t.test('chat as JSON: an answer of over 1,000 characters in four parts', async (t) => {
    const { status, body } = await me().post('/api/chat', { message: '你好，请介绍一下灵值' })
    t.equal(status, 200)
    for (const part of ['开场白', '事务层', '意义层', '行动引导']) t.ok(body.data.reply.includes(part), part)
    t.ok([...body.data.reply].length > 1_000)
    t.equal(body.response, body.data.reply)
    conversationId = body.conversation_id
  })

  await t.test('chat as SSE: the same contract, replayed byte for byte afterwards', async (t) => {
    const live = await me().stream('/api/chat-stream', { content: '再说说签到', conversationId })
    t.match(live.response.headers.get('content-type'), /^text\/event-stream/)
    const start = live.events[0]!
    t.match(start, { event: 'start', data: { conversation_id: conversationId, reply_id: String } })
    t.match(live.events.at(-1), { event: 'done', data: { finish_reason: 'stop', cached: false } })
    t.ok(live.text.length > 1_000)

    const replay = await me().stream(`/api/chat-stream/${start.data.reply_id}`)
    t.equal(replay.text, live.text)
    const middle = live.events.findIndex(({ event }) => event === undefined) + 1
    const rest = await me().stream(`/api/chat-stream/${start.data.reply_id}`, undefined, {
      'last-event-id': live.events[middle]!.id!,
    })
    const seen = live.events.slice(0, middle + 1).filter(({ event }) => event === undefined)
    t.equal(seen.map(({ data }) => data.content).join('') + rest.text, live.text)
  })

  await t.test('the conversation is stored, and no other user can read it', async (t) => {
    const { body } = await me().get(`/api/conversations/${conversationId}`)
    t.same(
      body.data.messages.map(({ role }: { role: string }) => role),
      ['user', 'assistant', 'user', 'assistant'],
    )
    const list = await me().get('/api/conversations')
    t.match(list.body.data.conversations, [{ id: conversationId, message_count: 4 }])
    t.equal((await guest.get(`/api/conversations/${conversationId}`)).status, 404)
    const other = await guest.post('/api/register', { username: 'other', password: 'another sound one' })
    const stranger = guest.as(other.body.data.token)
    t.equal((await stranger.get(`/api/conversations/${conversationId}`)).status, 404)
    t.equal((await stranger.get(`/api/conversations/${conversationId}/export`)).status, 404)
  })

  await t.test('a guest chats without a token', async (t) => {
    const { status, body } = await guest.post('/api/agent/chat', { content: 'Who are you?', agentId: 1 })
    t.equal(status, 200)
    t.ok(body.data.reply.length > 1_000)
    t.equal((await guest.as('not-a-token').post('/api/chat', { message: 'hi' })).status, 401)
  })

  await t.test('check-in once a day, with status and history', async (t) => {
    const first = await me().post('/api/checkin')
    t.match(first.body.data, { lingzhi_earned: 1, total_lingzhi: 1, streak: 1, next_reward: 2 })
    t.match((await me().post('/api/checkin')).body, { status: 409, error_code: 'ALREADY_CHECKED_IN' })
    t.match((await me().get('/api/checkin/status')).body.data, { checked_in_today: true, streak: 1 })
    t.equal((await me().get('/api/checkin/history')).body.data.records.length, 1)
  })

  await t.test('one conversation and all of them, as JSON and as CSV', async (t) => {
    const one = await me().get(`/api/conversations/${conversationId}/export?format=json`)
    t.equal(one.status, 200)
    t.match(one.text, /再说说签到/)
    t.match(one.headers.get('content-disposition'), /attachment/)
    const exported = await me().get(`/api/conversations/${conversationId}/export?format=md`)
    t.match(exported.text, /User · \d{4}-\d\d-\d\d 1[23]:/, 'in the deployment’s time zone, where it is noon')
    const all = await me().get('/api/conversations/export-all?format=csv')
    t.equal(all.status, 200)
    t.match(all.text, /再说说签到/)
    t.equal(
      (await me().get('/api/conversations/export-all?start_date=2026-02-01&end_date=2026-01-01')).status,
      400,
    )
  })

  await t.test('bad input is a problem, never a 500', async (t) => {
    const expected: [Promise<{ status: number }>, number][] = [
      [me().post('/api/chat', {}), 400],
      [me().post('/api/chat', { message: 5 }), 400],
      [me().post('/api/chat', { message: 'x'.repeat(2_000_000) }), 413],
      [me().get('/api/conversations/not-a-uuid'), 404],
      [me().get('/api/conversations/%zz'), 400],
      [me().delete('/api/checkin'), 405],
      [me().get('/api/checkin/status/'), 200],
      [me().get('/api/nothing-here'), 404],
      [me().get('/api/conversations?cursor=bogus'), 400],
    ]
    for (const [reply, status] of expected) t.equal((await reply).status, status)
  })

  await t.test('logging out ends the session everywhere', async (t) => {
    t.equal((await me().post('/api/logout')).status, 200)
    await eventually(async () => (await me().get('/api/user/info')).status === 401, 1_000)
    const login = await guest.post('/api/login', { username: 'linlin', password: account.password })
    token = login.body.data.token
  })

  await t.test('an operator who lost every password becomes administrator by a command', async (t) => {
    const run = promisify(execFile)
    const env = ownEnvironment(folder)
    const { stdout } = await run(process.execPath, ['scripts/admin.ts', 'operator'], { env, timeout: 30_000 })
    const password = /password: (\S+)/.exec(stdout)?.[1]
    const login = await guest.post('/api/login', { username: 'operator', password })
    t.match(login.body.data.user, { username: 'operator', role: 'admin' })
    const nowhere = run(process.execPath, ['scripts/admin.ts'], { env: { ...env, DATA_DIR: `${folder}/x` } })
    await t.rejects(nowhere, { code: 1, stderr: /npm start/ })
  })

  let unfinished = ''
  await t.test('a question is sent whose answer stops half-way', async (t) => {
    const model = stack.processes.find(({ name }) => name === 'demo-model')
    const script = { match: '说到一半', steps: ['这是一半', { hold: 'for ever' }] }
    const control = createClient(`http://127.0.0.1:${model?.port}`)
    t.ok((await control.post('/control/scripts', script)).status < 300)
    const response = await me().open('/api/chat-stream', {
      message: '说到一半',
      conversation_id: conversationId,
    })
    for await (const { event, data } of readEvents(response)) {
      if (event === 'start') unfinished = data.reply_id
      if (event === undefined) break
    }
    t.ok(unfinished)
  })

  // The next step goes on with it.
  const journey = t
  let again: Stack | undefined
  await t.test('after Ctrl-C nothing is left, and the next start has all data', async (t) => {
    t.equal(await stack.stop(), 0)
    for (const { name, pid } of stack.processes) t.notOk(isAlive(pid), name)

    again = await startStack(journey, folder, [], fast)
    t.same(again.admin, stack.admin)
    const client = createClient(again.gateway_url, token)
    const { body } = await client.get(`/api/conversations/${conversationId}`)
    t.equal(body.data.messages.length, 6)
    const whole = await client.stream(`/api/chat-stream/${unfinished}`)
    t.match(whole.events.at(-1), { event: 'done', data: { finish_reason: 'stop' } })
    t.ok(whole.text.length > 1_000, 'the answer that Ctrl-C interrupted is whole')
    t.equal((await client.get('/api/checkin/status')).body.data.total_lingzhi, 1)
  })

  await t.test(
    'killed as a whole with work under way, it goes on at the next start, each thing once',
    async (t) => {
      const before = again!
      const me = createClient(before.gateway_url, token)
      const modelOf = ({ processes }: Stack) =>
        createClient(`http://127.0.0.1:${processes.find(({ name }) => name === 'demo-model')?.port}`)
      const asked = { message: '断电之前', steps: ['一半', { hold: 'for ever' }] }
      await modelOf(before).post('/control/scripts', { match: asked.message, steps: asked.steps })
      const response = await me.open('/api/chat-stream', { message: asked.message })
      let replyId = ''
      for await (const { event, data } of readEvents(response)) {
        if (event === 'start') replyId = data.reply_id
        if (event === undefined) break
      }
      // Received in part: what it announces is more than it has sent.
      const uploading = request(`${before.gateway_url}/api/v1/files/upload`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'multipart/form-data; boundary=x',
          'content-length': 2_000_000,
        },
      }).on('error', () => {})
      uploading.write('--x\r\ncontent-disposition: form-data; name="f"; filename="a.txt"\r\n\r\n')
      uploading.write('text '.repeat(100_000))
      const room = async (client: Client) =>
        (await client.get('/api/v1/files/stats/summary')).body.data.quota.files_left
      await eventually(async () => (await room(me)) === 999)

      // The launcher first: it would start again what ends.
      await before.kill()
      for (const { pid } of before.processes) if (isAlive(pid)) process.kill(pid, 'SIGKILL')
      const last = await startStack(t, folder, [], fast)
      const client = createClient(last.gateway_url, token)
      const whole = await client.stream(`/api/chat-stream/${replyId}`)
      t.match(whole.events.at(-1), { event: 'done', data: { finish_reason: 'stop' } })
      const { conversations } = (await client.get('/api/conversations')).body.data
      t.equal(conversations.filter(({ title }: Json) => title === asked.message).length, 1)
      await eventually(async () => (await room(client)) === 1_000, 60_000)

      t.equal((await client.delete('/api/user')).status, 200)
      await eventually(async () => (await client.get('/api/user/info')).status === 401, 1_000)
      t.equal(await last.stop(), 0)
    },
  )
})
