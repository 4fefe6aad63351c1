import { openSse } from '@lingzhi/http/sse'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { startUpstream, testPlatform, urlOf } from '../test-app.ts'

t.test('who leaves keyed streams of /v1 keeps their slots until the model has answered', async (t) => {
  const platform = await testPlatform(t)
  let open = () => {}
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  let asked = 0
  const upstream = await startUpstream(t, (app) => {
    app.post('/v1/chat/completions', async (request, reply) => {
      asked += 1
      const { stream } = request.body as { stream?: boolean }
      if (!stream) {
        await gate
        return { done: true }
      }
      const sse = openSse(reply, { resumable: false })
      await sse.send({ data: { content: 'first' } })
      await gate
      await sse.send({ text: '[DONE]' })
      sse.end()
    })
  })
  const { url } = await platform.startGateway({ CHAT_URL: urlOf(upstream) })
  const [user, other] = [await platform.identity.user(), await platform.identity.user()]
  const ask = (key: string, stream: boolean, headers = user.headers, signal?: AbortSignal) =>
    fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { ...headers, 'idempotency-key': key, 'content-type': 'application/json' },
      body: JSON.stringify({ stream }),
      ...(signal && { signal }),
    })
  for (let n = 0; n < 10; n++) {
    const gone = new AbortController()
    const asking = ask(`${n}`, n % 2 === 0, user.headers, gone.signal)
    await eventually(async () => asked > n)
    if (n % 2 === 0) await (await asking).body?.getReader().read()
    gone.abort()
    await asking.then((response) => response.text()).catch(() => {})
  }
  t.equal(asked, 10)
  const refused = await ask('more', true)
  t.match(await refused.json(), { error: { code: 'rate_limit_exceeded' } })
  t.equal(refused.status, 429)
  const others = await ask('theirs', true, other.headers)
  t.equal(others.status, 200, 'another caller has slots of their own')
  open()
  await others.text()
  const slots = () => platform.cache.zcard(`streams:{user:${user.id}}`)
  t.ok(await eventually(async () => (await slots()) === 0), 'then they are free again')
  t.equal((await ask('later', true)).status, 200)
})
