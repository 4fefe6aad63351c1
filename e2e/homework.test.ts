import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import type { Json } from './client.ts'
import { createClient } from './client.ts'
import { dataDir, startStack } from './start-stack.ts'

const base = '/api/v1/homework'

t.test('homework through the stack that npm start starts: handed in, judged, decided, removed', async (t) => {
  const settings = {
    DEMO_MODEL_CHARS_PER_SECOND: '0',
    DEMO_MODEL_CONTROL: '1',
    RATE_LIMIT_FACTOR: '100',
    LEASE_MS: '1000',
  }
  const stack = await startStack(t, dataDir(t), ['--scale', 'learning=2'], settings)
  const guest = createClient(stack.gateway_url)
  const model = createClient(
    `http://127.0.0.1:${stack.processes.find(({ name }) => name.includes('model'))?.port}`,
  )
  const newPerson = async (username: string) => {
    const account = { username, password: 'a sound password', email: `${username}@example.com` }
    return guest.as((await guest.post('/api/register', account)).body.data.token)
  }
  const [teacher, pupil] = [await newPerson('wanglaoshi'), await newPerson('linlin')]
  const rubric = [
    { id: 'move', text: '移项正确', points: 6 },
    { id: 'value', text: '求出 x', points: 4 },
  ]
  const items = [
    { question: '1/2+1/3=?', question_type: 'number', correct_answer: '5/6', points: 10 },
    { question: '解方程 2x+1=7，写出过程', question_type: 'solution', correct_answer: 'x=3', rubric },
  ]
  const set = await teacher.post(`${base}/templates`, { title: '练习', subject: 'math', shared: true, items })
  t.equal(set.status, 201)
  const template_id = set.body.data.id

  const pass = (met: string) => ({
    criteria: [
      { id: 'move', met: 'yes', quote: '2x=6', note: '' },
      { id: 'value', met, quote: met === 'yes' ? 'x=3' : '', note: '' },
    ],
    ...{ correct_answer: 'x=3', explanation: '移项后两边同除以 2', error_type: 'none', knowledge_points: [] },
  })
  const script = { match: '移项得', times: 'always', steps: [JSON.stringify(pass('yes'))] }
  t.ok((await model.post('/control/scripts', script)).status < 300)
  const answers = [
    { number: 1, student_answer: '0.8' },
    { number: 2, student_answer: '移项得 2x=6，所以 x=3' },
  ]
  const handed = await pupil.post(`${base}/submit`, { template_id, answers })
  t.equal(handed.status, 202, JSON.stringify(handed.body))
  const { id } = handed.body.data
  const { events } = await pupil.stream(`${base}/submissions/${id}/events`)
  t.match(events.at(-1), { event: 'graded', data: { status: 'graded', score: 10, score_max: 20 } })
  const correction = async (as = pupil): Promise<Json> =>
    (await as.get(`${base}/submissions/${id}/correction`)).body.data
  t.match((await correction()).corrections, [
    { score: 0, correct_answer: '5/6', grade: { source: 'rule' } },
    {
      score: 100,
      grade: { source: 'model', confidence: 1, criteria: [{ quote: '2x=6' }, { quote: 'x=3' }] },
    },
  ])
  t.equal((await pupil.get('/api/v1/mistakes')).body.data.total, 1, 'what was wrong is in the notebook')

  t.equal(
    (await pupil.post(`${base}/submissions/${id}/items/1/appeal`, { reason: '0.8 约等于' })).status,
    201,
  )
  t.match((await teacher.get(`${base}/review-queue`)).body.data.items, [{ appeal_reason: '0.8 约等于' }])
  const decided = await teacher.post(`${base}/submissions/${id}/items/1/override`, { score: 8 })
  t.equal(decided.status, 200)
  t.match(await correction(), { score: 18, overall_score: 90 })
  t.equal((await pupil.get('/api/v1/mistakes')).body.data.total, 0)
  t.match((await teacher.get(`${base}/agreement`)).body.data, { compared: 1, exact: 0 })

  const form = new FormData()
  form.set('subject', 'math')
  form.set('auto_grade', 'false')
  const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII='
  form.append('homework_file', new Blob([Buffer.from(pixel, 'base64')]), '作业.png')
  const signedIn = await guest.post('/api/login', { username: 'linlin', password: 'a sound password' })
  const sent = await fetch(`${stack.gateway_url}${base}/submit`, {
    method: 'POST',
    headers: { authorization: `Bearer ${signedIn.body.data.token}` },
    body: form,
  })
  const photo = (await sent.json()) as Json
  t.equal(sent.status, 202, JSON.stringify(photo))
  t.match(photo.data, { kind: 'files', subject: 'math' })
  const file = `/api/v1/files/${photo.data.original_images[0].split('/').at(-2)}`
  t.match((await pupil.get(file)).body.data, { name: '作业.png' })
  t.same((await pupil.get(`${file}/uses`)).body.data.uses, [{ kind: 'learning', id: photo.data.id }])
  await pupil.delete(`${base}/submissions/${photo.data.id}`)
  await eventually(async () => (await pupil.get(`${file}/uses`)).body.data.total === 0)

  const stranger = await newPerson('wangwu')
  t.equal((await stranger.get(`${base}/submissions/${id}`)).status, 404)
  t.equal((await guest.get(`${base}/submissions/${id}`)).status, 401)
  t.equal((await pupil.delete(`${base}/submissions/${id}`)).status, 200)
  await eventually(async () => (await teacher.get(`${base}/submissions/${id}`)).status === 404)
})
