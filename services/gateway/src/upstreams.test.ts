import type { HTTPMethod } from 'find-my-way'
import FindMyWay from 'find-my-way'
import t from 'tap'
import type { Row } from './proxy/row.ts'
import { rows } from './upstreams.ts'

const router = FindMyWay()
for (const row of rows) router.on([...row.methods] as HTTPMethod[], row.path, () => {}, row)
const rowOf = (method: string, path: string) =>
  router.find(method as HTTPMethod, path)?.store as Row | undefined

// The public contract, path by path: service and who may call.
const contract = `
auth     public   POST   /api/register
auth     public   POST   /api/login
auth     public   POST   /api/v1/auth/login
auth     public   POST   /api/refresh
auth     optional POST   /api/logout
auth     user     GET    /api/user/sessions
auth     user     DELETE /api/user/sessions/7
auth     user     GET    /api/user/info
auth     user     PUT    /api/user/profile
auth     user     POST   /api/user/change-password
auth     user     DELETE /api/user
auth     user     GET    /api/user/api-keys
auth     user     POST   /api/user/api-keys
auth     user     DELETE /api/user/api-keys/7
auth     admin    GET    /api/admin/users
auth     admin    PATCH  /api/admin/users/7
auth     admin    GET    /api/admin/audit
auth     public   GET    /.well-known/jwks.json
auth     public   POST   /api/confirm-email
auth     public   GET    /api/config
auth     user     POST   /api/user/email/confirmation
auth     admin    POST   /api/admin/invitations
checkin  user     POST   /api/checkin
checkin  user     GET    /api/checkin/status
checkin  user     GET    /api/checkin/history
checkin  user     GET    /api/checkin/leaderboard
checkin  user     PUT    /api/checkin/leaderboard/consent
checkin  user     GET    /api/points/ledger
checkin  admin    POST   /api/admin/points/adjust
chat     optional GET    /api/agents
chat     optional GET    /api/agents/1
chat     admin    POST   /api/admin/agents
chat     admin    PUT    /api/admin/agents/1
chat     admin    DELETE /api/admin/agents/1
chat     optional POST   /api/chat
chat     optional POST   /api/agent/chat
chat     optional POST   /api/chat-stream
chat     optional GET    /api/chat-stream/7
chat     optional POST   /api/chat-stream/7/stop
chat     user     POST   /api/new-conversation
chat     user     GET    /api/conversations
chat     optional GET    /api/conversations/7
chat     optional PATCH  /api/conversations/7
chat     optional DELETE /api/conversations/7
chat     optional GET    /api/conversations/7/messages
chat     user     POST   /api/messages/7/feedback
chat     optional POST   /api/messages/7/regenerate
chat     optional POST   /api/messages/7/edit
chat     user     GET    /api/v1/sessions/stats
export   optional GET    /api/conversations/7/export
export   user     GET    /api/conversations/export-all
export   user     GET    /api/exports
export   user     POST   /api/exports
export   user     GET    /api/exports/7
export   user     GET    /api/exports/7/events
export   user     POST   /api/exports/7/cancel
export   user     GET    /api/exports/7/preview
export   optional GET    /api/exports/7/download
export   user     POST   /api/exports/7/link
export   user     DELETE /api/exports/7
files    user     GET    /api/v1/files
files    user     POST   /api/v1/files/upload
files    user     POST   /api/v1/files/upload-image-for-learning
files    user     POST   /api/v1/files/upload-for-ai
files    user     POST   /api/v1/files/presign
files    user     POST   /api/v1/files/7/complete
files    user     POST   /api/v1/files/7/link
files    user     GET    /api/v1/files/7
files    user     GET    /api/v1/files/7/events
files    optional GET    /api/v1/files/7/download
files    user     GET    /api/v1/files/7/preview
files    user     GET    /api/v1/files/stats/summary
files    user     GET    /api/v1/files/session/7
files    user     DELETE /api/v1/files/7
files    user     GET    /api/v1/file/content
learning user     GET    /api/v1/learning/settings
learning user     POST   /api/v1/learning/ask
learning user     POST   /api/v1/learning/ask-stream
learning user     GET    /api/v1/learning/ask-stream/7
learning user     GET    /api/v1/mistakes
learning user     POST   /api/v1/error-book
learning user     GET    /api/v1/mistakes/today-review
learning user     POST   /api/v1/homework/submit
learning public   GET    /api/v1/homework/health
learning user     POST   /api/v1/reviews/7/submit
learning user     POST   /api/v1/revisions/generate
learning user     GET    /api/v1/analytics/learning-stats
learning user     GET    /api/v1/goals/daily-goals
learning user     GET    /api/v1/knowledge-graph/mastery
chat     user     POST   /v1/chat/completions
chat     user     POST   /v1/responses
chat     user     GET    /v1/models
`

t.test('every route of the public contract reaches its service', async (t) => {
  for (const line of contract.trim().split('\n')) {
    const [upstream, access, method = '', path = ''] = line.split(/ +/)
    t.match(rowOf(method, path), { upstream, access }, `${method} ${path}`)
  }
})

t.test('a route that may stream is never cut for being long', async (t) => {
  const streams = [
    '/api/chat',
    '/api/agent/chat',
    '/api/chat-stream',
    '/v1/chat/completions',
    '/v1/responses',
  ]
  for (const path of [...streams, '/api/messages/7/regenerate', '/api/messages/7/edit'])
    t.match(rowOf('POST', path), { streams: true, rate: 'chat' }, path)
  for (const path of ['/api/v1/learning/ask', '/api/v1/learning/ask-stream'])
    t.match(rowOf('POST', path), { streams: true, rate: 'chat' }, path)
  for (const path of [
    '/api/chat-stream/7',
    '/api/exports/7/events',
    '/api/v1/files/7/events',
    '/api/v1/learning/ask-stream/7',
  ])
    t.equal(rowOf('GET', path)?.streams, true)
})

t.test('no API key reaches an account or an administrator’s route', async (t) => {
  for (const path of [
    '/api/user/change-password',
    '/api/user/api-keys',
    '/api/admin/users/7',
    '/api/admin/agents',
  ]) {
    t.same(rowOf('POST', path)?.scopes, [], path)
  }
  t.same(rowOf('DELETE', '/api/user')?.scopes, [])
})
