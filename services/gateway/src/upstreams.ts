import type { Row, RowRules } from './proxy/row.ts'

type Upstream = Row['upstream']

const reads = ['GET', 'HEAD'] as const
const writes = ['POST', 'PUT', 'PATCH', 'DELETE'] as const
const all = [...reads, ...writes] as const

const to =
  (upstream: Upstream) =>
  (methods: Row['methods'], path: string, rules: RowRules): Row => ({ upstream, methods, path, ...rules })
const auth = to('auth')
const chat = to('chat')
const checkin = to('checkin')
const exports_ = to('export')
const files = to('files')
const learning = to('learning')

const any: RowRules['scopes'] = ['chat', 'export', 'read']
const login: RowRules = { access: 'public', rate: 'login', scopes: [] }
const open: RowRules = { access: 'public', rate: 'rest', scopes: any }
/** What a conversation's id, or nothing at all, is enough for. */
const guest: RowRules = { access: 'optional', rate: 'rest', scopes: ['chat', 'read'] }
const guestChat: RowRules = { ...guest, scopes: ['chat'] }
const read: RowRules = { access: 'user', rate: 'rest', scopes: ['read'] }
/** Of a signed-in session only: no API key may change the account it belongs to. */
const account: RowRules = { access: 'user', rate: 'rest', scopes: [] }
const admin: RowRules = { access: 'admin', rate: 'rest', scopes: [] }
const talk: RowRules = {
  access: 'optional',
  rate: 'chat',
  scopes: ['chat'],
  streams: true,
  creates: true,
  // The longest message, each character escaped in JSON.
  bodyMaxBytes: 2_097_152,
}
const exporting: RowRules = { access: 'user', rate: 'rest', scopes: ['export'] }
/** It writes conversations, which a key that only exports must not. */
const importing: RowRules = { access: 'user', rate: 'rest', scopes: ['chat'] }
/** The file, whose own bound is a setting of export, in a form. */
const uploadMaxBytes = 16 * 1024 ** 3 + 65_536
/** A file in a form, or in base64 within JSON. */
const uploading: RowRules = {
  access: 'user',
  rate: 'rest',
  scopes: ['chat'],
  slow: true,
  bodyMaxBytes: 20 * 1024 ** 2,
}
/** What a file is used for is a chat: whoever may ask may read what was attached. */
const filing: RowRules = { access: 'user', rate: 'rest', scopes: ['read', 'chat'] }
/** Of the tutor: whoever may ask may see what came of it. */
const studying: RowRules = { access: 'user', rate: 'rest', scopes: ['read', 'chat'] }
const practising: RowRules = { ...studying, scopes: ['chat'] }
/** What may call a model counts as asking one. */
const tutoring: RowRules = { ...practising, rate: 'chat', creates: true }
/** Nine files, and what stands around them in a form; as JSON the service takes less. */
const homeworkMaxBytes = 91 * 1024 ** 2
const heavy: RowRules = { ...exporting, rate: 'export' }
const download: RowRules = { ...heavy, access: 'optional', slow: true }

/**
 * The public contract as data: which service serves a path, who may call, what it counts against, whether it
 * streams. A more exact path wins over one that ends in `*`; those let a service add a route, or refuse a
 * wrong method with 405, without a change here. Every service checks the caller again: this table sheds early.
 */
export const rows: readonly Row[] = [
  auth(['POST'], '/api/register', { ...login, creates: true }),
  auth(['POST'], '/api/login', login),
  auth(['POST'], '/api/v1/auth/login', login),
  auth(['POST'], '/api/refresh', { ...open, scopes: [], cookies: true }),
  auth(['POST'], '/api/logout', { ...account, access: 'optional' }),
  auth(['POST'], '/api/stream-tickets', account),
  auth(['POST'], '/api/forgot-password', login),
  auth(['POST'], '/api/reset-password', login),
  auth(['POST'], '/api/confirm-email', login),
  auth(reads, '/api/config', open),
  auth(reads, '/api/user/*', read),
  auth(reads, '/api/user/sessions', account),
  auth(reads, '/api/user/api-keys', account),
  auth(['DELETE'], '/api/user', account),
  auth(writes, '/api/user/*', account),
  auth(['POST'], '/api/user/change-password', { ...account, rate: 'login' }),
  auth(['PUT'], '/api/user/profile', { ...account, rate: 'login' }),
  auth(['POST'], '/api/user/api-keys', { ...account, creates: true }),
  auth(reads, '/api/user/second-factor', account),
  auth(writes, '/api/user/second-factor', { ...account, rate: 'login' }),
  auth(reads, '/api/admin/users', admin),
  auth(reads, '/api/admin/audit', admin),
  auth(all, '/api/admin/*', admin),
  auth(reads, '/.well-known/jwks.json', open),

  checkin(['POST'], '/api/checkin', { ...account, scopes: ['chat'], creates: true }),
  checkin(reads, '/api/checkin/*', read),
  checkin(writes, '/api/checkin/*', account),
  checkin(reads, '/api/points/*', read),
  checkin(writes, '/api/points/*', account),
  checkin(all, '/api/admin/points/*', admin),
  checkin(['POST'], '/api/admin/points/adjust', { ...admin, creates: true }),

  chat(reads, '/api/agents', { ...guest, scopes: any }),
  chat(all, '/api/agents/*', { ...guest, scopes: any }),
  chat(reads, '/api/admin/agents', admin),
  chat(['POST'], '/api/admin/agents', { ...admin, creates: true }),
  chat(all, '/api/admin/agents/*', admin),
  chat(reads, '/api/admin/feedback', admin),
  chat(reads, '/api/admin/tool-servers', admin),
  chat(['POST'], '/api/admin/tool-servers', { ...admin, creates: true }),
  chat(all, '/api/admin/tool-servers/*', admin),
  chat(['POST'], '/api/chat', talk),
  chat(['POST'], '/api/agent/chat', talk),
  chat(['POST'], '/api/chat-stream', talk),
  chat(reads, '/api/chat-stream/:reply_id', { ...guest, streams: true }),
  chat(all, '/api/chat-stream/:reply_id/*', guestChat),
  chat(['POST'], '/api/new-conversation', { ...guestChat, access: 'user', creates: true }),
  chat(reads, '/api/conversations', { ...guest, access: 'user' }),
  chat(reads, '/api/conversations/:id', guest),
  chat(['PATCH', 'PUT', 'DELETE'], '/api/conversations/:id', guestChat),
  chat(reads, '/api/conversations/:id/*', guest),
  chat(writes, '/api/conversations/:id/*', guestChat),
  chat(reads, '/api/messages/*', guest),
  chat(writes, '/api/messages/*', guestChat),
  chat(['POST'], '/api/messages/:id/feedback', { ...guestChat, access: 'user', creates: true }),
  chat(['POST'], '/api/messages/:id/regenerate', talk),
  chat(['POST'], '/api/messages/:id/edit', talk),
  chat(['POST'], '/api/tool-calls/*', { ...guestChat, access: 'user' }),
  chat(reads, '/api/v1/conversation/*', guest),
  chat(all, '/api/v1/sessions/*', read),
  chat(['POST'], '/api/v1/feedback', { ...guestChat, access: 'user' }),
  chat(['POST'], '/api/v1/feedback/implicit', { ...guestChat, access: 'user' }),
  chat(all, '/api/v1/platform/cron/*', admin),
  chat(all, '/api/v1/platform/system-default-config', admin),
  chat(all, '/api/v1/platform/system-default-config/*', admin),
  chat(reads, '/api/v1/platform/*', read),
  chat(writes, '/api/v1/platform/*', { ...guestChat, access: 'user' }),
  chat(writes, '/api/v1/platform/system-prompts/*', admin),
  chat(['POST'], '/api/v1/platform/system-prompts', { ...admin, creates: true }),
  chat(['POST'], '/api/v1/platform/scenarios', { ...guestChat, access: 'user', creates: true }),
  chat(['POST'], '/api/v1/platform/skills', {
    ...guestChat,
    access: 'user',
    creates: true,
    bodyMaxBytes: 2_097_152,
  }),
  chat(['PUT'], '/api/v1/platform/skills/:id', { ...guestChat, access: 'user', bodyMaxBytes: 2_097_152 }),
  chat(['POST'], '/api/v1/platform/skills/import', { ...guestChat, access: 'user', bodyMaxBytes: 5_373_952 }),
  chat(['POST'], '/api/v1/platform/scenarios/match', { ...guestChat, access: 'user', rate: 'chat' }),
  chat(['POST'], '/v1/chat/completions', { ...talk, access: 'user', bodyMaxBytes: 8_388_608 }),
  chat(['POST'], '/v1/responses', { ...talk, access: 'user', bodyMaxBytes: 8_388_608 }),
  chat(all, '/v1/*', { ...guest, access: 'user' }),

  exports_(reads, '/api/conversations/export-all', { ...heavy, slow: true }),
  exports_(reads, '/api/conversations/:id/export', download),
  exports_(reads, '/api/exports', exporting),
  exports_(['POST'], '/api/exports', { ...heavy, creates: true }),
  exports_(reads, '/api/exports/:id/events', { ...exporting, streams: true }),
  exports_(reads, '/api/exports/:id/download', download),
  exports_(['POST'], '/api/exports/:id/link', { ...exporting, creates: true }),
  exports_(all, '/api/exports/*', exporting),
  exports_(reads, '/api/imports', importing),
  exports_(['POST'], '/api/imports', {
    ...importing,
    rate: 'export',
    slow: true,
    bodyMaxBytes: uploadMaxBytes,
  }),
  exports_(['POST'], '/api/imports/uploads', { ...importing, rate: 'export', creates: true }),
  exports_(['PUT'], '/api/imports/:id/parts/:number', { ...importing, bodyMaxBytes: 8_388_608 }),
  exports_(reads, '/api/imports/:id/events', { ...importing, streams: true }),
  exports_(['POST'], '/api/imports/:id/complete', { ...importing, slow: true }),
  exports_(['POST'], '/api/imports/:id/apply', { ...importing, rate: 'export', creates: true }),
  exports_(all, '/api/imports/*', importing),

  files(reads, '/api/v1/files', filing),
  files(['POST'], '/api/v1/files/upload', uploading),
  files(['POST'], '/api/v1/files/upload-image-for-learning', uploading),
  files(['POST'], '/api/v1/files/upload-for-ai', uploading),
  files(['POST'], '/api/v1/files/presign', { ...filing, scopes: ['chat'], creates: true }),
  files(['POST'], '/api/v1/files/:id/complete', { ...filing, scopes: ['chat'], slow: true }),
  files(['POST'], '/api/v1/files/:id/link', { ...filing, scopes: ['chat'], creates: true }),
  files(reads, '/api/v1/files/:id/events', { ...filing, streams: true }),
  files(reads, '/api/v1/files/:id/download', { ...filing, access: 'optional', slow: true }),
  files(reads, '/api/v1/files/:id/preview', { ...filing, slow: true }),
  files(reads, '/api/v1/files/*', filing),
  files(writes, '/api/v1/files/*', { ...filing, scopes: ['chat'] }),
  files(reads, '/api/v1/file/*', filing),

  learning(reads, '/api/v1/learning/*', studying),
  learning(writes, '/api/v1/learning/*', practising),
  // It may schedule a whole notebook anew.
  learning(['PUT'], '/api/v1/learning/settings', { ...account, slow: true }),
  learning(['POST'], '/api/v1/learning/ask', { ...tutoring, streams: true }),
  learning(['POST'], '/api/v1/learning/ask-stream', { ...tutoring, streams: true }),
  learning(reads, '/api/v1/learning/ask-stream/:reply_id', { ...studying, streams: true }),
  learning(['POST'], '/api/v1/learning/sessions', { ...practising, creates: true }),
  learning(['POST'], '/api/v1/learning/questions/:id/add-to-mistakes', { ...practising, creates: true }),
  learning(reads, '/api/v1/homework/*', studying),
  learning(reads, '/api/v1/homework/health', open),
  learning(writes, '/api/v1/homework/*', practising),
  learning(['POST'], '/api/v1/homework/submit', { ...tutoring, slow: true, bodyMaxBytes: homeworkMaxBytes }),
  learning(['POST'], '/api/v1/homework/:id/correct', tutoring),
  learning(['POST'], '/api/v1/homework/:id/correct/retry', tutoring),
  learning(['POST'], '/api/v1/homework/:id/retry', tutoring),
  learning(['PUT'], '/api/v1/homework/submissions/:id/items/:number', { ...practising, rate: 'chat' }),
  learning(['POST'], '/api/v1/homework/templates', { ...practising, creates: true, bodyMaxBytes: 2_097_152 }),
  learning(['PUT'], '/api/v1/homework/templates/:id', { ...practising, bodyMaxBytes: 2_097_152 }),
  learning(['POST'], '/api/v1/homework/submissions/:id/items/:number/appeal', {
    ...practising,
    creates: true,
  }),
  learning(['POST'], '/api/v1/homework/submissions/:id/items/:number/override', {
    ...practising,
    creates: true,
  }),
  learning(reads, '/api/v1/homework/submissions/:id/events', { ...studying, streams: true }),
  learning(reads, '/api/v1/homework/submissions/:id/pages/:position', { ...studying, slow: true }),
  ...['/api/v1/mistakes', '/api/v1/error-book'].flatMap((path) => [
    learning(reads, path, studying),
    learning(['POST'], path, { ...practising, creates: true }),
    learning(reads, `${path}/*`, studying),
    learning(writes, `${path}/*`, practising),
    learning(['POST'], `${path}/batch`, { ...practising, creates: true }),
    learning(['POST'], `${path}/batch-import`, { ...practising, creates: true, slow: true }),
    learning(reads, `${path}/export`, { ...studying, slow: true }),
    // Compares one with many: some milliseconds of the database for each.
    learning(reads, `${path}/:id/similar`, { ...studying, slow: true }),
    learning(['POST'], `${path}/:id/review`, { ...practising, creates: true }),
    learning(['POST'], `${path}/:id/analyze`, { ...tutoring, slow: true }),
  ]),
  learning(reads, '/api/v1/reviews/*', studying),
  learning(['POST'], '/api/v1/reviews', tutoring),
  learning(writes, '/api/v1/reviews/*', practising),
  learning(['POST'], '/api/v1/reviews/:id/submit', { ...tutoring, slow: true }),
  learning(reads, '/api/v1/revisions', studying),
  learning(reads, '/api/v1/revisions/*', studying),
  learning(writes, '/api/v1/revisions/*', practising),
  learning(['POST'], '/api/v1/revisions/generate', { ...tutoring, slow: true }),
  learning(reads, '/api/v1/analytics/*', studying),
  learning(reads, '/api/v1/goals/*', studying),
  learning(reads, '/api/v1/knowledge-graph/*', studying),
  learning(writes, '/api/v1/knowledge-graph/*', practising),
]
