import { requestBytes } from '@lingzhi/bus/request-bytes'
import { PreferenceRecords } from '@lingzhi/contracts/export-records'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

t.test('what a person set, wrote and taught leaves by pages, and nothing of anybody else’s', async (t) => {
  const { json, identity, bus } = await startTestApp(t)
  const [user, other] = [await identity.user(), await identity.user()]
  const base = '/api/v1/platform'
  const put = (path: string, body: object, { headers } = user) => json('PUT', base + path, body, headers)
  const post = async (path: string, body: object, { headers } = user) => {
    const reply = await json('POST', base + path, body, headers)
    t.equal(reply.status < 300, true, JSON.stringify(reply.body))
    return reply.body.data
  }
  await put('/users/me/scenario-config', { user_custom_prompt: '称呼我为老师' })
  await put('/users/me/config', { default_system_prompt: '简短', max_turns: 2 })
  const scenarios = []
  for (const n of [1, 2, 3])
    scenarios.push(await post('/scenarios', { name: `场景 ${n}`, system_prompt: '做' }))
  await post('/scenarios', { name: '别人的' }, other)
  await post('/skills', { name: 'brief', description: '简短', skill_content: '一句话' })
  const items = []
  for (const n of [1, 2]) items.push(await post('/users/me/preferences/items', { statement: `偏好 ${n}` }))
  await post('/users/me/preferences/items', { statement: '别人的偏好' }, other)

  const all: { type: string; [member: string]: unknown }[] = []
  const counts: Record<string, number> = {}
  let cursor: string | undefined
  do {
    const asked = { user_id: user.id, records_max: 2, bytes_max: 1_024, cursor }
    const { result, pieces } = await requestBytes(bus, PreferenceRecords, asked)
    const lines = Buffer.concat(pieces).toString().split('\n').filter(Boolean)
    for (const line of lines) {
      t.match(line, /^\{"type":"/)
      all.push(JSON.parse(line))
    }
    for (const [type, count] of Object.entries(result.records)) counts[type] = (counts[type] ?? 0) + count
    cursor = result.next_cursor ?? undefined
  } while (cursor !== undefined)
  t.same(counts, { rules: 1, answering: 1, scenario: 3, skill: 1, preference: 2 })
  t.match(all.slice(0, 2), [
    { type: 'rules', user_custom_prompt: '称呼我为老师', auto_match: true },
    { type: 'answering', default_system_prompt: '简短', max_turns: 2 },
  ])
  const idsOf = (type: string) => all.filter((one) => one.type === type).map(({ id }) => id)
  t.same(idsOf('scenario'), scenarios.map(({ id }) => id).sort())
  t.match(
    all.find(({ type }) => type === 'skill'),
    { name: 'brief', content: '一句话', source_type: 'md' },
  )
  t.same(idsOf('preference').length, items.length)
  t.notMatch(JSON.stringify(all), '别人')
})
