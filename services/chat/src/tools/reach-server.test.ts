import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { reachServer } from './reach-server.ts'

const bodies: Record<string, string> = {
  '/blocks': `{"content":[${Array(60_000).fill('{"type":"nothing"}').join()}]}`,
  '/members': `{${Array.from({ length: 60_000 }, (_, n) => `"k${n}":1`).join()}}`,
  '/depth': `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`,
  '/lines': 'data: 1\n\n'.repeat(60_000),
  '/a quote that stays open': `: "\n${Array(60_000).fill('1').join()}`,
  '/text': JSON.stringify({ text: 'a, "b" [c] {d}\n\\'.repeat(60_000) }),
}
const server = createServer((request, response) => {
  request.resume().once('end', () => response.end(bodies[decodeURIComponent(request.url ?? '')]))
}).listen(0, '127.0.0.1')
await once(server, 'listening')
t.teardown(() => {
  server.closeAllConnections()
  server.close()
})
const host = `127.0.0.1:${(server.address() as AddressInfo).port}`

t.test('nothing is read of a tool server that would hold the process', async (t) => {
  const reach = reachServer(new URL(`http://${host}`), host)
  t.teardown(() => reach.close())
  const read = async (path: string) =>
    (await reach.fetch(`http://${host}${encodeURI(path)}`, { method: 'POST', body: '{}' })).text()
  for (const path of Object.keys(bodies).filter((one) => one !== '/text'))
    await t.rejects(read(path), /too many values/, path)
  t.equal(await read('/text'), bodies['/text'], 'what stands in a text are no values')
})
