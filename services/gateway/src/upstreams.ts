import type { Row, RowRules } from './proxy/row.ts'

type Upstream = Row['upstream']

const reads = ['GET', 'HEAD'] as const
const all = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

const to =
  (upstream: Upstream) =>
  (methods: Row['methods'], path: string, rules: RowRules): Row => ({ upstream, methods, path, ...rules })
const auth = to('auth')
const chat = to('chat')
const checkin = to('checkin')
const exports_ = to('export')

const any: RowRules['scopes'] = ['chat', 'export', 'read']
const login: RowRules = { access: 'public', rate: 'login', scopes: [] }
const open: RowRules = { access: 'public', rate: 'rest', scopes: any }
const guest: RowRules = { access: 'optional', rate: 'rest', scopes: ['read'] }
const read: RowRules = { access: 'user', rate: 'rest', scopes: ['read'] }
/** Of a signed-in session only: no API key may change the account it belongs to. */
const account: RowRules = { access: 'user', rate: 'rest', scopes: [] }
const admin: RowRules = { access: 'admin', rate: 'rest', scopes: [] }
const talk: RowRules = { access: 'optional', rate: 'chat', scopes: ['chat'], streams: true, creates: true }
const heavy: RowRules = { access: 'user', rate: 'export', scopes: ['export', 'read'] }
const download: RowRules = { access: 'optional', rate: 'export', scopes: ['export', 'read'], slow: true }

/**
 * The public contract as data: which service answers a path, who may call, what it counts against, whether it
 * streams. A more exact path wins over one that ends in `*`; those let a service add a route, or answer a
 * wrong method with 405, without a change here. Every service checks the caller again: this table sheds early.
 */
export const rows: readonly Row[] = [
  auth(['POST'], '/api/register', { ...login, creates: true }),
  auth(['POST'], '/api/login', login),
  auth(['POST'], '/api/v1/auth/login', login),
  auth(['POST'], '/api/refresh', { ...open, scopes: [] }),
  auth(['POST'], '/api/logout', { ...account, access: 'optional' }),
  auth(['POST'], '/api/forgot-password', login),
  auth(['POST'], '/api/reset-password', login),
  auth(reads, '/api/user/*', read),
  auth(['DELETE'], '/api/user', account),
  auth(['PUT', 'PATCH', 'POST', 'DELETE'], '/api/user/*', account),
  auth(['POST'], '/api/user/change-password', { ...account, rate: 'login' }),
  auth(['POST'], '/api/user/api-keys', { ...account, creates: true }),
  auth(reads, '/api/admin/users', admin),
  auth(reads, '/api/admin/audit', admin),
  auth(all, '/api/admin/*', admin),
  auth(reads, '/.well-known/jwks.json', open),

  checkin(['POST'], '/api/checkin', { ...account, scopes: ['chat'], creates: true }),
  checkin(all, '/api/checkin/*', guest),
  checkin(all, '/api/points/*', read),
  checkin(all, '/api/admin/points/*', admin),
  checkin(['POST'], '/api/admin/points/adjust', { ...admin, creates: true }),

  chat(reads, '/api/agents', guest),
  chat(all, '/api/agents/*', guest),
  chat(reads, '/api/admin/agents', admin),
  chat(['POST'], '/api/admin/agents', { ...admin, creates: true }),
  chat(all, '/api/admin/agents/*', admin),
  chat(['POST'], '/api/chat', talk),
  chat(['POST'], '/api/agent/chat', talk),
  chat(['POST'], '/api/chat-stream', talk),
  chat(reads, '/api/chat-stream/:reply_id', { ...guest, streams: true }),
  chat(all, '/api/chat-stream/:reply_id/*', { ...guest, scopes: ['chat'] }),
  chat(['POST'], '/api/new-conversation', { ...guest, scopes: ['chat'], creates: true }),
  chat(reads, '/api/conversations', read),
  chat(reads, '/api/conversations/:id', guest),
  chat(['PATCH', 'PUT', 'DELETE'], '/api/conversations/:id', { ...guest, scopes: ['chat'] }),
  chat(reads, '/api/conversations/:id/*', guest),
  chat(['POST', 'PUT', 'PATCH', 'DELETE'], '/api/conversations/:id/*', { ...guest, scopes: ['chat'] }),
  chat(reads, '/api/messages/*', guest),
  chat(['POST', 'PUT', 'PATCH', 'DELETE'], '/api/messages/*', { ...guest, scopes: ['chat'] }),
  chat(['POST'], '/api/messages/:id/feedback', { ...guest, scopes: ['chat'], creates: true }),
  chat(['POST'], '/api/messages/:id/regenerate', talk),
  chat(['POST'], '/api/messages/:id/edit', talk),
  chat(all, '/api/v1/sessions/*', read),
  chat(['POST'], '/v1/chat/completions', { ...talk, access: 'user' }),
  chat(all, '/v1/*', { ...read, scopes: any }),

  exports_(reads, '/api/conversations/export-all', { ...heavy, slow: true }),
  exports_(reads, '/api/conversations/:id/export', download),
  exports_(reads, '/api/exports', { ...read, scopes: ['export', 'read'] }),
  exports_(['POST'], '/api/exports', { ...heavy, creates: true }),
  exports_(reads, '/api/exports/:id/events', { ...read, scopes: ['export', 'read'], streams: true }),
  exports_(reads, '/api/exports/:id/download', download),
  exports_(['POST'], '/api/exports/:id/link', { ...heavy, rate: 'rest', creates: true }),
  exports_(all, '/api/exports/*', { ...guest, scopes: ['export', 'read'] }),
]
