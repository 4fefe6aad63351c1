import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

t.test('with TITLES=model the model titles a conversation after its first exchange', async (t) => {
  const { json, identity, model } = await startTestApp(t, { settings: { TITLES: 'model' } })
  const { headers } = await identity.user()
  model.enqueue({ match: '标题', steps: ['西安三日'] }, ['先看城墙。'])
  const { body } = await json('POST', '/api/chat', { message: '怎么玩西安？\n三天时间。' }, headers)
  const path = `/api/conversations/${body.conversation_id}`
  await eventually(async () => (await json('GET', path, undefined, headers)).body.data.title === '西安三日')
  model.enqueue(['再看碑林。'])
  const named = await json('PATCH', path, { title: '我的' }, headers)
  t.equal(named.body.data.title, '我的')
  await json('POST', '/api/chat', { message: '然后？', conversation_id: body.conversation_id }, headers)
  t.equal((await json('GET', path, undefined, headers)).body.data.title, '我的', 'its owner’s title stays')
  t.equal(model.calls.length, 3)
})
