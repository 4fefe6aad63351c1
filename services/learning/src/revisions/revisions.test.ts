import { requestBytes } from '@lingzhi/bus/request-bytes'
import { LearningRecords } from '@lingzhi/contracts/export-records'
import { newId } from '@lingzhi/contracts/ids'
import { problem } from '@lingzhi/contracts/problem'
import t from 'tap'
import { startTestHomework } from '../homework/test-homework.ts'
import { forgetUser } from '../removal/forget-user.ts'

const { call, identity, model, clock, deps, bus, db } = await startTestHomework(t)
clock.now = new Date('2026-03-02T04:00:00Z')
const path = '/api/v1/revisions'
const Broken = problem('MODEL_OUTPUT_INVALID', 502, { zh: '无效', en: 'Invalid.', check: 'A test.' })

type Reader = Awaited<ReturnType<typeof identity.user>>
const generate = (as: Reader, body: object = {}) =>
  call('POST', `${path}/generate`, { as, body: { cycle_type: '7days', ...body } })

async function learner(...titles: string[]) {
  const as = await identity.user()
  const ids: string[] = []
  for (const title of titles) {
    const mistake = { subject: 'math', title, question_content: `题：${title}`, knowledge_points: ['移项'] }
    ids.push((await call('POST', '/api/v1/mistakes', { as, body: mistake })).json().data.id)
  }
  return { as, ids }
}
const task = (day: number, mistake_ids: string[], title = `第 ${day} 天`) => ({
  ...{ day, title, description: '先自己做一遍', minutes: 20, mistake_ids },
})
const plan = (...daily_tasks: object[]) => ({
  ...{ title: '一周复习', description: '移项', overview: '先旧后新', daily_tasks },
  ...{ review_focus: ['移项'], assessment: '重做一遍', tips: ['写清步骤'] },
})

t.test(
  'a plan is about own mistakes alone: tasks that name others are dropped, and it is said',
  async (t) => {
    const { as, ids } = await learner('方程一', '方程二')
    const stranger = await learner('别人的')
    model.say = () =>
      plan(
        task(3, [ids[1]!.toUpperCase()]),
        task(1, [ids[0]!]),
        task(2, [ids[0]!, stranger.ids[0]!], '夹带'),
        task(4, [newId()], '没有的'),
        task(5, ['m1'], '不是编号'),
      )
    const made = await generate(as)
    t.equal(made.statusCode, 201, made.body)
    const { data } = made.json()
    t.match(data, {
      ...{ title: '一周复习', cycle_type: '7days', start_date: '2026-03-02', end_date: '2026-03-08' },
      ...{ is_existing: false, is_expired: false, mistake_count: 2, task_count: 2 },
      dropped_tasks: [{ day: 2, title: '夹带' }, { day: 4 }, { day: 5 }],
      content: {
        statistics: { mistakes: 2, by_subject: [{ subject: 'math', count: 2 }], weak_points: [] },
        daily_tasks: [
          { day: 1, mistake_ids: [ids[0]] },
          { day: 3, mistake_ids: [ids[1]] },
        ],
      },
    })
    const [, told] = model.asked.at(-1)!.messages
    t.match(told!.content, /方程一/)
    t.notMatch(told!.content, /别人的/)
    t.notMatch(made.body, new RegExp(stranger.ids[0]!))
  },
)

t.test('without mistakes there is nothing to plan', async (t) => {
  const { as } = await learner()
  const refused = await generate(as)
  t.equal(refused.statusCode, 400)
  t.equal(refused.json().error_code, 'NOTHING_TO_REVISE')
  t.equal((await generate(as, { cycle_type: '8days' })).statusCode, 400)
})

t.test('the same cycle again is the plan that has not ended, unless another is wanted', async (t) => {
  const { as, ids } = await learner('方程')
  model.say = () => plan(task(1, ids))
  const before = model.asked.length
  const both = await Promise.all([generate(as), generate(as)])
  t.equal(new Set(both.map((one) => one.json().data.id)).size, 1, 'at once it is one')
  t.equal(model.asked.length - before, 1)
  const [first] = both
  const { id } = first!.json().data
  const again = await generate(as)
  t.match(again.json().data, { id, is_existing: true })
  t.equal(again.statusCode, 200)
  t.not((await generate(as, { cycle_type: '14days' })).json().data.id, id)
  const forced = (await generate(as, { force_regenerate: true, title: '我的计划' })).json().data
  t.not(forced.id, id)
  t.equal(forced.title, '我的计划')
  clock.now = new Date('2026-03-08T15:59:00Z')
  t.equal((await generate(as)).json().data.id, forced.id, 'until its last day ends')
  clock.now = new Date('2026-03-08T16:00:00Z')
  t.not((await generate(as)).json().data.id, forced.id)
  t.match((await call('GET', `${path}/${forced.id}`, { as })).json().data, { is_expired: true })
  clock.now = new Date('2026-03-02T04:00:00Z')
})

t.test('a model that plans nothing of use, or nothing at all, leaves no plan', async (t) => {
  const { as, ids } = await learner('方程')
  model.say = () => plan(task(1, [newId()]))
  const useless = await generate(as)
  t.equal(useless.json().error_code, 'REVISION_UNUSABLE', useless.body)
  const other = await learner('方程')
  let tries = 0
  model.say = () => (++tries < 3 ? Broken() : plan(task(1, other.ids)))
  t.equal((await generate(other.as)).statusCode, 201, 'asked anew where it failed')
  const third = await learner('方程')
  model.say = () => Broken()
  t.equal((await generate(third.as)).json().error_code, 'REVISION_MODEL_UNAVAILABLE')
  t.same((await call('GET', path, { as })).json().data.items, [])
  t.ok(ids.length)
})

t.test('plans are listed, printed, deleted, and nobody else’s', async (t) => {
  const { as, ids } = await learner('方程 [x](javascript:alert(1))')
  model.say = () => plan(task(1, ids, '# 标题 <script>'), task(1, [newId()]))
  const { id } = (await generate(as)).json().data
  t.match((await call('GET', `${path}?page=1`, { as })).json().data, {
    items: [{ id, task_count: 1 }],
    total: 1,
  })
  const file = await call('GET', `${path}/${id}/download?format=markdown`, { as })
  t.match(file.headers, { 'content-type': /text\/markdown/, 'content-disposition': /attachment/ })
  t.match(file.body, /^# 一周复习\n[\s\S]*## 第1天\n[\s\S]*- \[ \] \*\*&#35; 标题 &lt;script>\*\*/)
  t.match(file.body, /有 1 项不属于你的错题/)
  t.notMatch(file.body, /<script>|\[x/)
  t.equal((await call('GET', `${path}/${id}/download?format=pdf`, { as })).statusCode, 400)
  const other = await identity.user()
  for (const [method, at] of [
    ['GET', `${path}/${id}`],
    ['GET', `${path}/${id}/download`],
    ['DELETE', `${path}/${id}`],
    ['GET', `${path}/7`],
  ] as const)
    t.equal((await call(method, at, { as: other })).statusCode, 404, `${method} ${at}`)
  t.equal((await call('GET', path, { as: null })).statusCode, 401)
  t.equal((await call('DELETE', `${path}/${id}`, { as })).statusCode, 200)
  t.equal((await call('GET', `${path}/${id}`, { as })).statusCode, 404)
})

t.test('plans are exported, and go with the account', async (t) => {
  const { as, ids } = await learner('方程')
  model.say = () => plan(task(1, ids))
  await generate(as)
  const asked = { user_id: as.id, records_max: 1_000, bytes_max: 1_000_000 }
  const { result } = await requestBytes(bus, LearningRecords, asked)
  t.match(result.records, { revision_plan: 1, mistake: 1 })
  await forgetUser(deps, as.id)
  t.same(await db.selectFrom('revision_plans').select('id').where('user_id', '=', as.id).execute(), [])
})
