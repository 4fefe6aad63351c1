import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { createClient } from '@lingzhi/api-client'
import t from 'tap'
import { noonZone } from './noon-zone.ts'
import { dataDir, ownEnvironment, startStack } from './start-stack.ts'

const run = promisify(execFile)

t.test('npm run seed makes a demo deployment, and changes nothing when it is run again', async (t) => {
  const folder = dataDir(t)
  const stack = await startStack(t, folder, [], {
    DEMO_MODEL_CHARS_PER_SECOND: '0',
    TIMEZONE: noonZone(),
  })
  const seed = async () => {
    const options = { env: ownEnvironment(folder), timeout: 120_000 }
    return (await run(process.execPath, ['scripts/seed.ts'], options)).stdout
  }
  const first = await seed()
  t.match(first, /3 agents made, 0 were there\n3 people registered, 0 were there\n80 check-ins recorded/)
  t.match(
    first,
    /9 answers in conversations, 3 exports, 5 mistakes, pieces of homework and questions of the tutor/,
  )
  t.notMatch(first, stack.admin.password)

  const client = createClient({ baseUrl: stack.gateway_url })
  const password = /^Password of each: (\S+)$/m.exec(first)![1]!
  await client.logIn({ username: 'demo-lin', password })
  const { data: status } = await client.get('/api/checkin/status')
  t.match(status, { total_checkins: 30, streak: 30, checked_in_today: true })
  const { data: listed } = await client.get('/api/conversations')
  t.match(listed.conversations[0], { title: '认识灵值', pinned: true })
  const { data: homework } = await client.get('/api/v1/homework/submissions')
  t.match(homework.items, [{ title: '分数加减', status: 'graded', score: 20, score_max: 30 }])
  const { data: notebook } = await client.get('/api/v1/mistakes/statistics')
  t.equal(notebook.total_mistakes, 4, 'what was wrong in the homework is one of them')
  t.ok(notebook.due_today > 0)
  const { data: sessions } = await client.get('/api/v1/learning/sessions')
  t.match(sessions.items, [{ question_count: 1 }])

  const { data: exported } = await client.get('/api/exports')
  t.same(
    exported.exports.map((one) => one.status),
    ['completed', 'completed'],
  )

  const second = await seed()
  t.match(second, /0 agents made, 3 were there\n0 people registered, 3 were there\n0 check-ins recorded/)
  t.match(second, /0 answers in conversations, 0 exports, 0 mistakes/)
  t.ok(second.includes(password))
})
