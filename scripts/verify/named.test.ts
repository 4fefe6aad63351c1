import t from 'tap'
import { faultsOfPages } from './named.ts'
import { routesOf } from './named-routes.ts'

const known = {
  exists: (path: string) => ['services/chat/src/app.ts', 'docs/operations.md', 'docs/'].includes(path),
  code: "const REDIS_URL = 1; interface ReplyEvent {}; function openDeps() {}; problem('QUEUE_FULL'); busRequest('ask.chat.export-lines'); fact('auth.user.deleted')",
  scripts: ['verify'],
  routes: routesOf({ paths: { '/api/chat': { post: {} } } }),
}
const faultsOf = (text: string, path = 'README.md') => faultsOfPages([{ path, text }], known)

t.test('a document that names what is there has no faults', async (t) => {
  const text = `See \`docs/\`, [running it](docs/operations.md#metrics) and \`services/chat/src/app.ts\`, set \`REDIS_URL\` or
    \`REDIS_URL=redis://x\`, expect \`QUEUE_FULL\`, \`auth.user.deleted\` and \`ask.chat.export-lines\`, npm run verify,
    [elsewhere](https://example.org), \`services/<name>/src/app.ts\`, \`GET\`, \`src/config.ts\`,
    \`POST /api/chat\`, \`openDeps(…)\`, \`ReplyEvent\`, \`X({ detail })\`, \`fetch(url)\`.`
  t.same(faultsOf(text), [])
  t.same(faultsOf('[up](../../docs/operations.md), `src/app.ts`', 'services/chat/README.md'), [])
})

t.test(
  'what older systems had may be named in the first cells of a table that says so, and only there',
  async (t) => {
    const rows = '| before | now |\n|---|---|\n| `GET /api/old`, `OLD_KEY` | `POST /api/chat` |\n'
    t.same(faultsOf(`<!-- before -->\n${rows}<!-- /before -->`), [])
    t.equal(faultsOf(rows).length, 2)
    t.equal(faultsOf(`<!-- before -->\n${rows}<!-- /before -->\n\`GET /api/old\``).length, 1)
    const wrong = rows.replace('/api/chat', '/api/gone')
    t.equal(faultsOf(`<!-- before -->\n${wrong}<!-- /before -->`).length, 1, 'the other cells are checked')
  },
)

t.test('each kind of name that is gone is a fault that names it and the document', async (t) => {
  for (const [text, name] of [
    ['`services/chat/src/gone.ts`', 'services/chat/src/gone.ts'],
    ['[a](docs/gone.md)', 'docs/gone.md'],
    ['`GONE_URL`', 'GONE_URL'],
    ['`GONE_URL=1`', 'GONE_URL'],
    ['`ask.chat.gone`', 'ask.chat.gone'],
    ['`auth.user.gone`', 'auth.user.gone'],
    ['npm run gone', 'npm run gone'],
    ['`POST /api/gone`', 'POST /api/gone'],
    ['`openGone(…)`', 'openGone'],
    ['`gone()`', 'gone'],
    ['`GoneEvent`', 'GoneEvent'],
  ] as const) {
    t.same(faultsOf(text), [`README.md names ${name}, which is not there.`])
  }
  t.equal(faultsOf('`src/gone.ts`', 'services/chat/README.md').length, 1)
})
