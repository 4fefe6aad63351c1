import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Test = { teardown: (close: () => unknown) => void }

const answer = `开场白：你好\n事务层：${'。'.repeat(1_000)}\n意义层：好\n行动引导：陕西媄月商业艺术有限责任公司`
const pieces = [answer.slice(0, 300), answer.slice(300, 700), answer.slice(700)]
const event = (id: number) =>
  `id: 1-${id}\ndata: ${JSON.stringify({ content: pieces[id - 1] })}\n\n${id === pieces.length ? 'event: done\ndata: {}\n\n' : ''}`

/**
 * What `verifyPlatform` uses of a platform, as the public contract has it: for tests of how a deployment goes, where there is no
 * cluster or engine to run a platform on. `broken` makes it fail; so many looks at its readiness as `downLooks` find it down.
 */
export async function startTestPlatform(t: Test, port = 0) {
  const platform = { broken: false, downLooks: 0, asked: 0 }
  let checkedIn = false
  const routes: Record<string, (response: ServerResponse, request: IncomingMessage) => unknown> = {
    'GET /api/health': () => ({ status: 'ok' }),
    'GET /api/health/ready': (response) => {
      const status = platform.downLooks > 0 ? 'down' : 'ok'
      if (status === 'down') response.statusCode = 503
      platform.downLooks -= 1
      return { status, services: { auth: { status } } }
    },
    'GET /api/config': () => ({ data: { registration: 'open' } }),
    'POST /api/register': (response) => {
      response.statusCode = 201
      checkedIn = false
      return { data: { token: 'token' } }
    },
    'POST /api/login': () => ({ data: { token: 'token' } }),
    'GET /api/admin/agents/1': () => ({ data: { id: 1, name: 'agent', model_config: {} } }),
    'POST /api/chat': () => ({ data: { reply: answer } }),
    'GET /api/checkin/status': () => ({ data: { lingzhi_earned: 0, streak: 0 } }),
    'POST /api/checkin': (response) => {
      if (checkedIn) response.statusCode = 409
      checkedIn = true
      return { data: { lingzhi_earned: 1, total_lingzhi: 1, next_reward: 2, reward_schedule: [] } }
    },
    'GET /api/conversations/export-all': () => ({ conversations: [{ messages: [{}, {}] }] }),
    'DELETE /api/user': () => ({ data: {} }),
  }
  const server = createServer(async (request, response) => {
    const path = request.url!.split('?')[0]!
    platform.asked += 1
    if (platform.broken) return response.writeHead(503).end('{}')
    if (path.startsWith('/api/chat-stream')) {
      const after = Number(/^1-(\d+)$/.exec(String(request.headers['last-event-id']))?.[1] ?? 0)
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      if (after === 0)
        response.write('event: start\nid: 1-0\ndata: {"reply_id":"r","conversation_id":"c"}\n\n')
      for (let id = after + 1; id <= pieces.length; id++) {
        response.write(event(id))
        // In pieces of their own, as an answer comes.
        await new Promise((done) => setTimeout(done, 400))
      }
      return response.end()
    }
    const route = routes[`${request.method} ${path}`]
    const body = route ? route(response, request) : undefined
    if (!route) response.statusCode = 404
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(body ?? {}))
  })
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return Object.assign(platform, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
}
