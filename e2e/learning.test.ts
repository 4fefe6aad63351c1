import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventually } from '@lingzhi/testing/eventually'
import { readEvents } from '@lingzhi/testing/read-events'
import t from 'tap'
import type { Json } from './client.ts'
import { createClient } from './client.ts'
import type { Stack } from './start-stack.ts'
import { dataDir, startStack } from './start-stack.ts'

const base = '/api/v1/learning'

t.test('the tutor through the stack that npm start starts, on two replicas each', async (t) => {
  const settings = {
    DEMO_MODEL_CHARS_PER_SECOND: '0',
    DEMO_MODEL_CONTROL: '1',
    RATE_LIMIT_FACTOR: '100',
    LEASE_MS: '1000',
  }
  const folder = dataDir(t)
  const stack = await startStack(t, folder, ['--scale', 'chat=2,learning=2'], settings)
  const guest = createClient(stack.gateway_url)
  const model = createClient(
    `http://127.0.0.1:${stack.processes.find(({ name }) => name.includes('model'))?.port}`,
  )
  const script = async (...scripts: object[]) => {
    for (const one of scripts) t.ok((await model.post('/control/scripts', one)).status < 300)
  }
  const calls = async (match: string): Promise<number> =>
    (await model.get('/control/calls')).body.calls.filter((call: Json) =>
      JSON.stringify(call).includes(match),
    ).length
  const newPerson = async (username: string) => {
    const account = { username, password: 'a sound password', email: `${username}@example.com` }
    return guest.as((await guest.post('/api/register', account)).body.data.token)
  }
  const lin = await newPerson('linlin')
  /** Of the processes as they are now: what was killed was started again under another id. */
  const pids = (service: string): number[] =>
    (JSON.parse(readFileSync(join(folder, 'stack.json'), 'utf8')) as Pick<Stack, 'processes'>).processes
      .filter(({ name }) => name.startsWith(service))
      .map(({ pid }) => pid)

  /** The gateway forwards to both of its replicas again. */
  const allUsable = (service: string) =>
    eventually(async () => {
      const { services } = (await guest.get('/api/health/ready')).body
      return services?.[service]?.replicas?.usable === 2 && services[service].status !== 'down'
    }, 60_000)

  await t.test(
    'an answer is in the session, in the list of conversations, and its owner’s alone',
    async (t) => {
      await script({ match: '什么是勾股定理', steps: ['两直角边的平方和', '等于斜边的平方：$a^2+b^2=c^2$'] })
      const { status, body } = await lin.post(`${base}/ask`, { content: '什么是勾股定理', subject: 'math' })
      t.equal(status, 200)
      const { answer, session, tokens_used } = body.data
      t.equal(answer.content, '两直角边的平方和等于斜边的平方：$a^2+b^2=c^2$')
      t.match(body.data, { session: { question_count: 1 }, latex: { formulas: 1, invalid: [] } })
      t.ok(tokens_used > 0 && tokens_used === session.total_tokens)
      const { conversations } = (await lin.get('/api/conversations')).body.data
      t.match(conversations, [{ id: session.id, title: '什么是勾股定理' }])
      t.same((await lin.get(`${base}/answers/${answer.id}`)).body.data, answer)
      const stranger = await newPerson('wangwu')
      t.equal((await stranger.get(`${base}/answers/${answer.id}`)).status, 404)
      t.equal((await stranger.get(`${base}/sessions/${session.id}`)).status, 404)
      t.equal((await guest.post(`${base}/ask`, { content: '问' })).status, 401)

      await lin.post(`${base}/feedback`, { question_id: body.data.question.id, rating: 5 })
      const message = (await lin.get(`/api/messages/${answer.id}`)).body.data
      t.match(message, { answer: { feedback: 'like' } }, 'the rating is a like in chat')

      t.equal((await lin.delete(`/api/conversations/${session.id}`)).status, 200)
      await eventually(async () => (await lin.get(`${base}/answers/${answer.id}`)).status === 404)
    },
  )

  await t.test('a known answer is never in the stream, whatever the model says', async (t) => {
    await script({ match: '解 2x=6', times: 2, steps: [...'先移项，得 x=3'] })
    const asked = { content: '解 2x=6', guidance: 'hints', context_data: { correct_answer: 'x=3' } }
    const { events } = await lin.stream(`${base}/ask-stream`, asked)
    const sent = events.map(({ data }) => (data.type === 'content' ? data.content : '')).join('')
    t.notMatch(sent, /x\s*=\s*3/)
    t.match(events.at(-1)?.data, { type: 'done', guidance: { mode: 'hints', guarded: true, held_back: 2 } })
  })

  await t.test('one key, sent twice at once, is one question and one call', async (t) => {
    await script({ match: '只问一次', times: 'always', steps: ['好'] })
    const headers = { 'idempotency-key': '01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a11' }
    const both = await Promise.all(
      [1, 2].map(() => lin.open(`${base}/ask`, { content: '只问一次' }, headers)),
    )
    t.ok(both.some(({ status }) => status === 200))
    await eventually(
      async () => (await lin.open(`${base}/ask`, { content: '只问一次' }, headers)).status === 200,
    )
    t.equal(await calls('只问一次'), 1)
    t.equal((await lin.get(`${base}/questions?keyword=只问一次`)).body.data.items.length, 1)
  })

  await t.test('a stream goes on at the other replica when its own is killed', async (t) => {
    await script({ match: '讲长一点', steps: ['一半', { hold: 'killed' }, '另一半'] })
    const response = await lin.open(`${base}/ask-stream`, { content: '讲长一点' })
    let last: string | undefined
    let replyId = ''
    for await (const { id, data } of readEvents(response)) {
      last = id ?? last
      if (data.type === 'start') replyId = data.reply_id
      if (data.type === 'content') break
    }
    const killed = pids('learning')[0]!
    process.kill(killed, 'SIGKILL')
    await model.post('/control/gates', { release: 'killed' })
    const rest = await eventually(async () => {
      const resumed = await lin.open(`${base}/ask-stream/${replyId}`, undefined, { 'last-event-id': last! })
      return resumed.status === 200 && Array.fromAsync(readEvents(resumed))
    })
    const text = rest.map(({ data }) => (data.type === 'content' ? data.content : '')).join('')
    t.equal(text, '另一半')
    t.match(rest.at(-1)?.data, { type: 'done', full_content: '一半另一半' })
    await eventually(async () => !pids('learning').includes(killed), 60_000)
    await allUsable('learning')
  })

  await t.test('killed between storing a question and chat’s taking it, there is one answer', async (t) => {
    await script({ match: '不会丢', times: 'always', steps: ['没有丢'] })
    const chat = pids('chat')
    for (const pid of chat) process.kill(pid, 'SIGSTOP')
    const asking = [1, 2].map((n) =>
      lin.post(`${base}/ask`, { content: `不会丢的问题 ${n}` }).catch(() => undefined),
    )
    const stored = async () =>
      (await lin.get(`${base}/questions?keyword=不会丢的问题`)).body?.data?.items ?? []
    try {
      await eventually(async () => (await stored()).length === 2)
      // Whichever replicas hold them: both are gone before chat has answered either.
      for (const pid of pids('learning')) process.kill(pid, 'SIGKILL')
    } finally {
      for (const pid of chat) process.kill(pid, 'SIGCONT')
    }
    await Promise.all(asking)
    const answered = await eventually(async () => {
      const items = await stored()
      return items.length === 2 && items.every(({ answer }: Json) => answer !== null) && items
    }, 60_000)
    for (const { answer } of answered) t.equal(answer.content, '没有丢')
    for (const n of [1, 2]) t.equal(await calls(`不会丢的问题 ${n}`), 1)
  })

  await t.test('with learning down people still talk', async (t) => {
    await allUsable('chat')
    for (const pid of pids('learning')) process.kill(pid, 'SIGKILL')
    t.equal((await lin.post('/api/chat', { message: '你好' })).status, 200)
  })
})
