import { InvalidToken } from '@lingzhi/contracts/common-problems'
import { createHttp } from '@lingzhi/http/create-http'
import { silentLog } from '@lingzhi/testing/silent-log'
import t from 'tap'
import {
  identify,
  optionalScope,
  optionalUser,
  requireAdmin,
  requireScope,
  requireSession,
  requireUser,
} from './identify.ts'
import type { Principal } from './principal.ts'

const session: Principal = { userId: 'u', sessionId: 's', role: 'user', scopes: null }
const callers: Record<string, Principal> = {
  session,
  admin: { ...session, role: 'admin' },
  reader: { ...session, scopes: ['read'] },
  chatter: { ...session, scopes: ['chat'] },
  'admin-key': { ...session, role: 'admin', scopes: ['chat', 'export', 'read'] },
}
const guards = { optionalUser, requireUser, requireSession, requireAdmin }
const scoped = { optionalScope: optionalScope('chat'), requireScope: requireScope('chat', 'export') }

// The status of each guard without a token, with a bad one, and for each of the callers above.
const promised: Record<string, number[]> = {
  'GET optionalUser': [200, 401, 200, 200, 200, 403, 200],
  'POST optionalUser': [200, 401, 200, 200, 403, 403, 403],
  'GET requireUser': [401, 401, 200, 200, 200, 403, 200],
  'POST requireUser': [401, 401, 200, 200, 403, 403, 403],
  'GET requireSession': [401, 401, 200, 200, 403, 403, 403],
  'GET requireAdmin': [401, 401, 403, 200, 403, 403, 403],
  'POST optionalScope': [200, 401, 200, 200, 403, 200, 200],
  'POST requireScope': [401, 401, 200, 200, 403, 200, 200],
}

t.test('each guard admits the callers it promises, and no others', async (t) => {
  const app = await createHttp({ log: silentLog, title: 'test', checks: {} })
  t.teardown(() => app.close())
  identify(app, {
    watchSession: () => () => {},
    verifyTicket: async () => {
      throw new Error('no ticket')
    },
    verify: async (token) => {
      const principal = callers[token]
      if (!principal) throw InvalidToken()
      return principal
    },
    close: async () => {},
  })
  for (const [name, guard] of Object.entries({ ...guards, ...scoped })) {
    for (const method of ['GET', 'POST'] as const) {
      app.route({ method, url: `/${name}`, onRequest: guard, handler: async () => ({}) })
    }
  }
  for (const [route, expected] of Object.entries(promised)) {
    const [method, name] = route.split(' ') as ['GET' | 'POST', string]
    const statuses: number[] = []
    for (const token of [undefined, 'bad', ...Object.keys(callers)]) {
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
      statuses.push((await app.inject({ method, url: `/${name}`, headers })).statusCode)
    }
    t.same(statuses, expected, route)
  }
})

t.test(
  'an Authorization header that is not a Bearer token is refused, even where none is needed',
  async (t) => {
    const app = await createHttp({ log: silentLog, title: 'test', checks: {} })
    t.teardown(() => app.close())
    identify(app, {
      watchSession: () => () => {},
      verifyTicket: async () => {
        throw new Error('no ticket')
      },
      verify: async () => session,
      close: async () => {},
    })
    app.get('/', { onRequest: optionalUser }, async () => ({}))
    for (const authorization of ['', 'Bearer', 'Bearer a b', 'Basic YTpi', 'Bearer ü']) {
      const reply = await app.inject({ url: '/', headers: { authorization } })
      t.match(reply.json(), { status: 401, error_code: 'INVALID_TOKEN' }, authorization)
    }
  },
)
