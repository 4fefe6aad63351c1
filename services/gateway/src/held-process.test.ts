import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { heldMaxMs, heldMs } from '@lingzhi/testing/held-process'
import t from 'tap'
import { testPlatform } from './test-app.ts'

const bodyBytes = 8_000_000

/** Takes what it is sent without looking at it. */
const service = createServer((request, response) => {
  request.resume().once('end', () => response.end('{}'))
}).listen(0, '127.0.0.1')
await once(service, 'listening')
t.teardown(() => {
  service.closeAllConnections()
  service.close()
})
const { identity, startGateway } = await testPlatform(t)
const address = `http://127.0.0.1:${(service.address() as AddressInfo).port}`
const { url } = await startGateway({ CHAT_URL: address })
const { headers } = await identity.user()
let keys = 0

for (const [name, keyed] of [
  ['8 MB', false],
  ['the same under an Idempotency-Key', true],
] as const)
  t.test(`no request holds the gateway for more than ${heldMaxMs} ms: ${name}`, async (t) => {
    const body = Buffer.alloc(bodyBytes, 'a')
    const ms = await heldMs(async () => {
      const key: Record<string, string> = keyed ? { 'idempotency-key': `key-${++keys}` } : {}
      const response = await fetch(`${url}/v1/chat/completions`, {
        method: 'POST',
        headers: { ...headers, ...key, 'content-type': 'application/json' },
        body,
      })
      await response.arrayBuffer()
      t.equal(response.status, 200)
    })
    t.ok(ms <= heldMaxMs, `${Math.round(ms)} ms`)
  })
