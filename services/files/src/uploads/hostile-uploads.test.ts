import { heldMaxMs, heldMs } from '@lingzhi/testing/held-process'
import t from 'tap'
import { startTestApp } from '../test-app.ts'
import { sniff } from './sniff.ts'

const { app, user } = await startTestApp(t, { worker: false })

const mega = 1024 ** 2

// Each short enough that it ends where it does not hold.
const texts: Record<string, [text: string, kind: string | null]> = {
  'comments without an end of them': [`${'<!---->'.repeat(22)}x`, 'text/plain'],
  'comments and blanks': [`${'<!-- -->\n \n'.repeat(20)}x`, 'text/plain'],
  'comments that do not end': ['<!--'.repeat(16_000), 'text/plain'],
  'a page behind comments': [`${'<!---->'.repeat(22)}<html>`, null],
  'a page behind a long comment': [`<!--${'a'.repeat(10_000)}--> <html>`, null],
}

for (const [name, [text, kind]] of Object.entries(texts))
  t.test(`telling what a file is holds the process for no more than ${heldMaxMs} ms: ${name}`, async (t) => {
    const ms = await heldMs(async () => t.equal(sniff(Buffer.from(text), true), kind))
    t.ok(ms <= heldMaxMs, `${Math.round(ms)} ms`)
  })

const member = (json: string) => `{"name":"a.txt","more":${json},"data":"YQ=="}`
const bodies: Record<string, [body: string, status: number]> = {
  'as many values as fit': [member(`[${'1,'.repeat(4 * mega)}1]`), 400],
  'as many members as fit': [
    member(`{${Array.from({ length: mega }, (_, n) => `"k${n}":1`).join()}}`.slice(0, 13 * mega)),
    400,
  ],
  depth: [member(`${'['.repeat(4 * mega)}${']'.repeat(4 * mega)}`), 400],
  'padding that is none': [JSON.stringify({ name: 'a.txt', data: `${'='.repeat(20_000)}A` }), 400],
  'nothing but padding': [JSON.stringify({ name: 'a.txt', data: '='.repeat(10 * mega) }), 400],
  'a name as long as a body': [JSON.stringify({ name: '/'.repeat(10 * mega), data: 'YQ==' }), 201],
  'the largest file': [JSON.stringify({ name: 'a.txt', data: 'YWFh'.repeat(3 * mega) }), 413],
}

for (const [name, [body, status]] of Object.entries(bodies))
  t.test(`a file in JSON holds the process for no more than ${heldMaxMs} ms: ${name}`, async (t) => {
    const payload = Buffer.from(body)
    const ms = await heldMs(async () => {
      const headers = { ...user.headers, 'content-type': 'application/json' }
      const reply = await app.inject({ method: 'POST', url: '/api/v1/files/upload', headers, payload })
      t.equal(reply.statusCode, status, reply.body.slice(0, 500))
    })
    t.ok(ms <= heldMaxMs, `${Math.round(ms)} ms`)
  })
