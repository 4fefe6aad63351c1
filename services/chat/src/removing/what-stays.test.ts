import type { Bus } from '@lingzhi/bus/open-bus'
import { recordFact } from '@lingzhi/bus/outbox'
import type { Cache } from '@lingzhi/cache/open-redis'
import { UserDeleted } from '@lingzhi/contracts/auth'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

/** The names of all that Redis keeps under a prefix in which a text stands, whatever its kind. */
async function keysHolding(cache: Cache, text: string): Promise<string[]> {
  const prefix = cache.options.keyPrefix ?? ''
  const names = (await cache.keys(`${prefix}*`)).map((key) => key.slice(prefix.length))
  const found = []
  for (const name of names) {
    // As Redis itself stores it; texts of this length are not compressed.
    const kind = await cache.type(name)
    const value =
      kind === 'string'
        ? await cache.get(name)
        : kind === 'stream'
          ? await cache.xrange(name, '-', '+')
          : kind === 'hash'
            ? await cache.hgetall(name)
            : kind === 'zset'
              ? await cache.zrange(name, '0', '-1')
              : kind === 'set'
                ? await cache.smembers(name)
                : await cache.lrange(name, 0, -1)
    if (name.includes(text) || JSON.stringify(value).includes(text)) found.push(name)
  }
  return found
}

/** The subjects of all messages in this platform's streams, and of those in which a text stands. */
async function messagesIn(bus: Bus, text: string) {
  const all: string[] = []
  const holding: string[] = []
  for await (const { config, state } of bus.jsm.streams.list()) {
    if (!config.name.startsWith(bus.resource(''))) continue
    for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
      const message = await bus.jsm.streams.getMessage(config.name, { seq }).catch(() => null)
      if (!message) continue
      all.push(message.subject)
      if (message.string().includes(text)) holding.push(message.subject)
    }
  }
  return { all, holding }
}

t.test(
  'what a deleted user wrote and read is in no key of Redis and in no message of JetStream',
  async (t) => {
    const { json, identity, db, deps, bus, cache, model } = await startTestApp(t)
    const [user, other] = [await identity.user(), await identity.user()]
    const [question, answer, comment] = ['canary-question', 'canary-answer', 'canary-comment']
    model.enqueue([answer], ['别的'])
    const { body } = await json('POST', '/api/chat', { message: question }, user.headers)
    await json('POST', '/api/chat', { message: '问' }, other.headers)
    await json(
      'POST',
      `/api/messages/${body.data.message_id}/feedback`,
      { type: 'correct', comment },
      user.headers,
    )
    await json('PATCH', `/api/conversations/${body.conversation_id}`, { title: 'canary-title' }, user.headers)
    t.ok((await keysHolding(cache, 'canary')).length >= 2, 'the cache and the log of the answer')
    const facts = await eventually(async () => {
      const { all, holding } = await messagesIn(bus, 'canary')
      return all.some((subject) => /reply\.completed/.test(subject)) && { all, holding }
    })
    t.same(facts?.holding, [], 'facts tell of texts, not what they say')

    await recordFact(db, UserDeleted, { user_id: user.id })
    deps.outbox.wake()
    t.ok(await eventually(async () => (await keysHolding(cache, 'canary')).length === 0))
    const left = await messagesIn(bus, 'canary')
    t.same(left.holding, [])
    t.ok((await cache.keys(`${cache.options.keyPrefix}*`)).length > 0, 'others keep theirs')
  },
)
