import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import OpenAI from 'openai'
import type { Test } from 'tap'
import t from 'tap'
import { startTestApp } from '../test-app.ts'
import { startReplicaProcess } from '../test-process.ts'

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** A stream of the official client from a replica in a process of its own, with one piece read. */
async function streaming(t: Test, DRAIN_MS: number) {
  const { env, identity, model } = await startTestApp(t, { workers: 0 })
  const port = await freePort()
  const { child, gone } = await startReplicaProcess(t, { ...env, PORT: `${port}`, DRAIN_MS: `${DRAIN_MS}` })
  const { token } = await identity.user()
  const client = new OpenAI({ baseURL: `http://127.0.0.1:${port}/v1`, apiKey: token, maxRetries: 0 })
  const asking = client.chat.completions.create({
    model: 'agent-1',
    messages: [{ role: 'user', content: '你好' }],
    stream: true,
  })
  const call = await model.nextCall()
  await call.delta('半')
  const reading = (await asking)[Symbol.asyncIterator]()
  await reading.next()
  t.equal((await reading.next()).value?.choices[0]?.delta.content, '半')
  return { child, gone, call, rest: () => Array.fromAsync({ [Symbol.asyncIterator]: () => reading }) }
}

t.test('a stream is finished by a replica that is being stopped', async (t) => {
  const { child, gone, call, rest } = await streaming(t, 8_000)
  child.kill('SIGTERM')
  await call.delta('句')
  await call.finish()
  t.equal((await rest()).at(-1)?.choices[0]?.finish_reason, 'stop')
  await gone
})

t.test('one that takes longer ends with an error, which the official client raises', async (t) => {
  const { child, gone, rest } = await streaming(t, 50)
  child.kill('SIGTERM')
  await t.rejects(rest(), { constructor: OpenAI.APIError, code: 'service_unavailable' })
  await gone
})

t.test('one whose replica is killed is broken off, which the official client raises', async (t) => {
  const { child, rest } = await streaming(t, 50)
  child.kill('SIGKILL')
  await t.rejects(rest())
})
