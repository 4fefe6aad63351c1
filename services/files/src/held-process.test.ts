import { assertHeld, testOperations } from '@lingzhi/testing/held-operations'
import t from 'tap'
import { startTestApp } from './test-app.ts'

const { app, user } = await startTestApp(t, { worker: false })

await testOperations(t, app, async () => user.headers)

const base64 = Buffer.alloc(10_000_000, 1).toString('base64')
const upload = (data: string) => `{"name":"a.png","type":"image/png","data":"${data}"}`
const files: [name: string, body: string][] = [
  ['the largest file in base64', upload(base64)],
  ['base64 in short lines', upload(base64.slice(0, 9_000_000).replaceAll(/..../g, '$&\\n'))],
  ['base64 in escapes', upload('\\u0041'.repeat(2_200_000))],
  ['what is no base64', upload('灵'.repeat(4_400_000))],
  ['half characters', upload('\\ud83d'.repeat(2_200_000))],
]
for (const [name, body] of files)
  t.test(`nor does a file within JSON: ${name}`, async (t) => {
    const { headers } = user
    await assertHeld(t, app, { name, method: 'POST', url: '/api/v1/files/upload', body }, headers)
  })
