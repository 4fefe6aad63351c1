import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { startReplicaProcess } from '../test-process.ts'
import { calls, forResults, messagesOf, resultsOf, startWithTools, until } from './test-tools.ts'

/** A replica here that does not generate, and one in a process of its own that does. */
async function startApart(t: Parameters<typeof startWithTools>[0], allow: string[]) {
  const started = await startWithTools(t, allow, { workers: 0, settings: { LEASE_MS: 1_000 } })
  const env = { ...started.env, PORT: '0' }
  const first = await startReplicaProcess(t, env)
  return { ...started, first, env }
}

t.test(
  'a read-only call under way when its worker dies is made again, and what had ended is not',
  async (t) => {
    const started = await startApart(t, ['add', 'hold'])
    const { ask, model, user, tools, first, startWorker } = started
    model.enqueue(['先', calls('add', { a: 1, b: 1 }), forResults], [calls('hold'), forResults])
    const { events } = await ask({ message: '问' }, user.headers)
    await until(events, 'tool_result')
    await eventually(async () => (await tools.made('hold')) === 1)
    first.child.kill('SIGKILL')
    await first.gone
    await startWorker()
    await eventually(async () => (await tools.made('hold')) === 2)
    model.enqueue(['好'])
    await tools.release()
    const rest = await Array.fromAsync(events)
    t.match(resultsOf(rest), [{ result: '2' }, { status: 'completed', result: 'held' }])
    t.equal(rest.filter(({ event }) => event === 'reset').length, 1)
    t.equal(rest.at(-1)?.data.text, '先\n\n好')
    t.equal(await tools.made('add'), 1, 'its result was used again')
    t.equal(model.calls.length, 3, 'no round was asked for again')
  },
)

t.test(
  'a call that may have changed something is never made twice: its outcome is unknown, to model and reader',
  async (t) => {
    const started = await startApart(t, ['hold-write'])
    const { ask, model, user, tools, first, startWorker, json } = started
    model.enqueue([calls('hold-write'), forResults])
    const { start, events } = await ask({ message: '写' }, user.headers)
    const { data } = await until(events, 'approval')
    await json('POST', `/api/tool-calls/${data.tool_call_id}/approve`, undefined, user.headers)
    await eventually(async () => (await tools.made('hold-write')) === 1)
    first.child.kill('SIGKILL')
    await first.gone
    model.enqueue(['不知道写了没有'])
    await startWorker()
    const rest = await Array.fromAsync(events)
    t.match(resultsOf(rest).at(-1), { status: 'unknown' })
    t.match(messagesOf(started, 1).at(-1)?.content, /not known whether/)
    t.equal(await tools.made('hold-write'), 1)
    const flow = await json('GET', `/api/v1/conversation/${start.reply_id}/dataflow`, undefined, user.headers)
    t.match(
      flow.body.data.nodes.find((node: { node_type: string }) => node.node_type === 'tool_use').extra_data,
      { status: 'unknown' },
    )
  },
)

t.test('whenever its worker is killed, a reply ends once and writes at most once', async (t) => {
  // `chaos -- tool-calls` kills at random moments, and more often.
  const started = await startWithTools(t, ['add', 'write'], { workers: 0, settings: { LEASE_MS: 1_000 } })
  const { model, user, tools, env, ask, json, db } = started
  let worker = await startReplicaProcess(t, { ...env, PORT: '0' })
  const moments = ['tool_call', 'tool_result', 'approval'] as const
  for (const [n, moment] of moments.entries()) {
    model.reset()
    const answering = (async () => {
      for (;;) {
        const call = await model.nextCall()
        const given = call.body.messages.filter(({ role }) => role === 'tool').length
        if (given === 0) call.toolCall({ name: 'test__add', arguments: '{"a":1,"b":1}' })
        if (given === 1) call.toolCall({ name: 'test__write', arguments: JSON.stringify({ text: `w${n}` }) })
        if (given === 2) call.delta('好')
        await call.finish({ finishReason: given < 2 ? 'tool_calls' : 'stop' }).catch(() => {})
        if (given === 2) return
      }
    })()
    const { start, events } = await ask({ message: `问 ${n}` }, user.headers)
    await until(events, moment)
    worker.child.kill('SIGKILL')
    await worker.gone
    worker = await startReplicaProcess(t, { ...env, PORT: '0' })
    const waiting = await eventually(async () => {
      const row = await db
        .selectFrom('tool_calls')
        .select('id')
        .where('reply_id', '=', start.reply_id)
        .where('status', '=', 'waiting_approval')
        .executeTakeFirst()
      return row
    })
    const { id } = waiting as { id: string }
    await json('POST', `/api/tool-calls/${id}/approve`, undefined, user.headers)
    const rest = await Array.fromAsync(events)
    t.equal(rest.filter(({ event }) => event === 'done').length, 1, moment)
    t.equal(await tools.made(`write w${n}`), 1)
    await answering
  }
})
