import t from 'tap'
import { missingRoutes, routesOf } from './named-routes.ts'

const routes = routesOf({
  paths: {
    '/api/agents': { get: {} },
    '/api/agents/{id}': { get: {}, put: {} },
    '/api/agents/{id}/versions/{version}/restore': { post: {} },
    '/api/chat': { post: {} },
    '/v1/models': { get: {} },
  },
})

t.test('a route is found however a document writes it', async (t) => {
  for (const text of [
    '`GET /api/agents`',
    '`GET /api/agents[/:id]`',
    '`GET/PUT /api/agents[/:id]`',
    '`HEAD /api/agents/{id}`',
    'then PUT /api/agents/<id>, or GET /api/agents.',
    '| `POST /api/agents/:id/versions/:v/restore` |',
    '`GET /api/agents?limit=&cursor=`',
    '`GET /api/agents/*`',
    '`/api/agents/*`',
    '`/v1`, `/api`, `/v1/models`, `/api/chat`',
    'curl http://127.0.0.1:8080/api/agents/$ID -d \'{"a":1}\'',
    '`/api/agents/$' + '{agent.id}`',
    '`GET /metrics`, `GET /api/docs`',
    'http://127.0.0.1:11434/v1/gone, https://example.org/api/gone, docs/api/gone, `services/chat/gone`',
    '`GET`, POST …/gone',
  ])
    t.same(missingRoutes(text, routes), [], text)
})

t.test('a route that is not there is reported as it is written', async (t) => {
  for (const [text, name] of [
    ['`GET /api/gone`', 'GET /api/gone'],
    ['Against GET /api/gone.', 'GET /api/gone'],
    ['`DELETE /api/agents`', 'DELETE /api/agents'],
    ['`PUT /api/agents/:id/versions`', 'PUT /api/agents/:id/versions'],
    ['`GET/DELETE /api/agents[/:id]`', 'GET/DELETE /api/agents[/:id]'],
    ['`GET /api/chat[/:id]`', 'GET /api/chat[/:id]'],
    ['`GET /api/chat?q=`', 'GET /api/chat?q='],
    ['`/api/age`', '/api/age'],
    ['`/api/gone/*`', '/api/gone/*'],
    ['`/api/agents/{id}/gone`', '/api/agents/{id}/gone'],
    ['curl "http://localhost:8080/api/gone"', '/api/gone'],
  ] as const)
    t.same(missingRoutes(text, routes), [name], text)
})
