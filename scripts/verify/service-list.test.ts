import { readFileSync } from 'node:fs'
import t from 'tap'
import { serviceListFaults } from './service-list.ts'

const list = JSON.parse(readFileSync('packages/contracts/src/services.json', 'utf8'))
const faultsWith = (members: object) => serviceListFaults({ chat: { ...list.chat, ...members } })

t.test('the list of this checkout is right', async (t) => {
  t.same(serviceListFaults(list), [])
})

t.test('a wrong value is a sentence that names the service and the member', async (t) => {
  t.match(faultsWith({ replicas: 0 }), [/services\.json: chat\.replicas must be >= 1\.$/])
  t.match(faultsWith({ youngMb: 'much' }), [/chat\.youngMb must be integer/])
  t.match(faultsWith({ memoryMb: { request: 600, limit: 512 } }), [
    /chat\.memoryMb\.request must not be more/,
  ])
  t.match(faultsWith({ probe: { path: 'health' } })[0], /chat\.probe/)
  t.match(faultsWith({ replica: 3 }), [/chat must not have additional properties: replica/])
  const { owns: _, ...without } = list.chat
  t.match(serviceListFaults({ chat: without }), [/chat must have required properties owns/])
})
